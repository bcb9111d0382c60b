import MarkdownIt, { type Token } from "markdown-it";
import type { NoteBlock, NoteRun } from "../../emails/components/editors-note.tsx";
import { parseUrl } from "../parse-url.ts";
import { cleanText } from "./clean-text.ts";

// docs/decisions/0023-a-note-is-read-never-rendered.md says why this library, and why its HTML is not used.

/** Nothing but what a few lines want: all other marks, HTML above all, stay the text that they are. */
const markdown = new MarkdownIt("zero", { breaks: true, linkify: true }).enable([
  "emphasis",
  "link",
  "autolink",
  "linkify",
  "list",
  "newline",
  "escape",
]);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = (url) => webAddress(url) !== null;

/**
 * What an editor's note says, from Markdown: paragraphs, lists, bold and emphasised text, links to the web. A line break
 * stays one. Everything else, HTML included, is text. Null when it says nothing.
 *
 * @param source of any origin, and length: the caller limits that.
 */
export function parseNote(source: string): NoteBlock[] | null {
  const blocks = blocksOf(markdown.parse(source.replaceAll("\0", "\ufffd"), {}));
  return blocks.length === 0 ? null : blocks;
}

/** Where a note leads, in its order. */
export function noteLinks(note: NoteBlock[]): string[] {
  return note.flatMap((block) =>
    block.kind === "list" ? block.items.flatMap(noteLinks) : block.inside.flatMap(runLinks),
  );
}

function runLinks(run: NoteRun): string[] {
  if (!("inside" in run)) return [];
  return [...(run.kind === "link" ? [run.url] : []), ...run.inside.flatMap(runLinks)];
}

/** Its address as a browser reads it, or null when it does not lead to the web. */
function webAddress(url: string): string | null {
  const read = parseUrl(url);
  return read !== null && /^https?:$/.test(read.protocol) ? read.href : null;
}

/** Lists within lists within lists say nothing more; what is deeper stands in the item around it. */
const deepestList = 2;

/** A list of tokens is flat: what opens is closed by a token of the same level. */
function blocksOf(tokens: Token[], depth = 0): NoteBlock[] {
  const blocks: NoteBlock[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    if (token.type === "inline") {
      const inside = trimRuns(runsOf(token.children ?? []));
      if (inside.length > 0) blocks.push({ kind: "paragraph", inside });
    } else if (token.nesting === 1 && token.type.endsWith("_list_open")) {
      const end = endOf(tokens, at);
      const items = itemsOf(tokens.slice(at + 1, end), depth + 1);
      const isOrdered = token.type === "ordered_list_open";
      const start = Number(token.attrGet("start") ?? 1);
      if (depth >= deepestList) blocks.push(...items.flat());
      else if (items.length > 0) blocks.push({ kind: "list", isOrdered, start, items });
      at = end;
    }
  }
  return blocks;
}

function itemsOf(tokens: Token[], depth: number): NoteBlock[][] {
  const items: NoteBlock[][] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]?.type !== "list_item_open") continue;
    const end = endOf(tokens, at);
    const blocks = blocksOf(tokens.slice(at + 1, end), depth);
    if (blocks.length > 0) items.push(blocks);
    at = end;
  }
  return items;
}

function runsOf(tokens: Token[]): NoteRun[] {
  const runs: NoteRun[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    if (token.nesting !== 1) {
      const run = runOf(token);
      if (run) runs.push(run);
      continue;
    }
    const end = endOf(tokens, at);
    const inside = runsOf(tokens.slice(at + 1, end));
    at = end;
    if (!inside.some(saysSomething)) continue;
    if (token.type === "strong_open") runs.push({ kind: "strong", inside });
    else if (token.type === "em_open") runs.push({ kind: "emphasis", inside });
    else {
      const url = webAddress(String(token.attrGet("href")));
      if (url === null) runs.push(...inside);
      else runs.push({ kind: "link", url, inside });
    }
  }
  return runs;
}

function runOf({ type, content }: Token): NoteRun | null {
  if (type === "hardbreak" || type === "softbreak") return { kind: "break" };
  const text = cleanRun(content);
  return text === "" ? null : { kind: "text", text };
}

/** A run goes on where the one before ended, so the spaces at its ends stay. */
function cleanRun(text: string): string {
  const clean = cleanText(text);
  if (clean === "") return text === "" ? "" : " ";
  return `${/^\s/u.test(text) ? " " : ""}${clean}${/\s$/u.test(text) ? " " : ""}`;
}

function saysSomething(run: NoteRun): boolean {
  if (run.kind === "break") return false;
  return run.kind === "text" ? run.text.trim() !== "" : run.inside.some(saysSomething);
}

/** Nothing where nothing is said. */
function trimRuns(runs: NoteRun[]): NoteRun[] {
  const first = runs.findIndex(saysSomething);
  return first < 0 ? [] : runs.slice(first);
}

/** Where the token that closes the one at a place stands. */
function endOf(tokens: Token[], at: number): number {
  const level = tokens[at]?.level;
  const end = tokens.findIndex((token, index) => index > at && token.level === level && token.nesting === -1);
  return end < 0 ? tokens.length : end;
}
