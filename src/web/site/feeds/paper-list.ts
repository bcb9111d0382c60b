import { createElement } from "react";
import { languageOfPapers, type Words } from "../../../../words/words.ts";
import { escapeHtml } from "../../../digest/escape-html.ts";
import { noteText } from "../../../digest/note-text.ts";
import { parseNote } from "../../../digest/parse-note.ts";
import { shortName } from "../../../digest/short-name.ts";
import { shortTextOf } from "../../../digest/short-text.ts";
import type { FrozenPaper } from "../../../editions/edition.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { renderPart } from "../../http/send-page.ts";
import { NoteBlocks } from "../../parts/editors-note.tsx";
import { paperPath } from "../../parts/paths.ts";
import { markText } from "../pages/paper-mark.tsx";

/** A paper of an entry that holds several. */
export type EntryPaper = {
  paper: FrozenPaper;
  /** What became of it since. */
  mark: PaperMark | null;
  /** Why it is there, as a sentence; the reader's own text or a paper's, so hostile. Null where that goes without saying. */
  because: string | null;
};

const mostNames = 3;

/**
 * An entry of several papers, as text and as HTML in which all that others wrote is escaped: of each its title, why it
 * is there and what it tells in short. Nothing in it is loaded, and all links are to public pages, but for those of an
 * editor's note above the papers.
 *
 * @param source of the note, as Markdown; null when there is none.
 * @param more a sentence with which it ends, and where that leads; null when these are all.
 */
export function paperListOf(
  words: Words,
  publicUrl: string,
  papers: EntryPaper[],
  source: string | null,
  more: { says: string; url: string } | null,
): { summary: string; html: string } {
  const items = papers.map((one) => itemOf(words, publicUrl, one));
  const lines = papers.map(({ paper }, index) => `${index + 1}. ${paper.title}`);
  const link = more === null ? [] : [`<p><a href="${escapeHtml(more.url)}">${escapeHtml(more.says)}</a></p>`];
  const note = parseNote(source ?? "");
  return {
    summary: [
      ...(note === null ? [] : [`${noteText(note)}\n`]),
      ...lines,
      ...(more === null ? [] : [more.says]),
    ].join("\n"),
    html: [
      note === null ? "" : renderPart(createElement(NoteBlocks, { note }), words),
      `<ol>${items.join("")}</ol>`,
      ...link,
    ].join(""),
  };
}

function itemOf(words: Words, publicUrl: string, { paper, mark, because }: EntryPaper): string {
  const language = languageOfPapers(words);
  const lang = language === undefined ? "" : ` lang="${language}"`;
  const link = `<a href="${escapeHtml(publicUrl + paperPath(paper.id))}"${lang}>${escapeHtml(paper.title)}</a>`;
  const votes = words.say("site.feed.upvotes", { upvotes: paper.upvotes });
  const said = [because, votes, markText(words, mark)].filter((text) => text !== null && text !== "");
  const text = shortTextOf(paper);
  return [
    `<li><p>${link}<br/>${said.map((one) => escapeHtml(one ?? "")).join(" · ")}</p>`,
    text === null ? "" : `<p${lang}>${escapeHtml(text.text)}</p>`,
    text?.by === "model"
      ? `<p>${escapeHtml(words.say("site.paper.by-machine", { model: text.model }))}</p>`
      : "",
    "</li>",
  ].join("");
}

/**
 * What an entry of several papers is called: the period, then two or three short names.
 *
 * @param period as a heading. @param total how many papers it stands for.
 */
export function listTitle(
  { say }: Words,
  period: string,
  papers: { title: string }[],
  total: number,
): string {
  const named = papers.flatMap(({ title }) => shortName(title) ?? []);
  const names = named.slice(0, mostNames);
  if (names.length === 0) return say("site.feed.unnamed", { period, papers: total });
  return say("site.feed.named", { period, names: names.join(", "), others: total - names.length });
}
