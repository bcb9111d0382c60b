import type { Context as RequestContext } from "hono";
import { dayOf } from "../../calendar/periods.ts";
import type { PaperNow } from "../../papers/papers-now-store.ts";
import type { SavedPaper } from "../../taste/reading-list.ts";
import { publicUrlOf } from "../http/public-address.tsx";
import { type PageOptions, sendText } from "../http/send-page.ts";
import { paperPath } from "../parts/paths.ts";
import { sendCitations } from "./send-citations.ts";

/** As what a reading list can be taken away. */
export const listFormats = ["bib", "ris", "json"] as const;
export type ListFormat = (typeof listFormats)[number];

type ExportedList = {
  /** In the order of the file. */
  papers: PaperNow[];
  /** When which of them was saved and read, where that is known. */
  saved: SavedPaper[];
};

/** Answers with papers as a file. */
export function exportReadingList(
  c: RequestContext,
  format: ListFormat,
  list: ExportedList,
  options: PageOptions = {},
): Response {
  const name = "reading-list";
  if (format !== "json") return sendCitations(c, list.papers, { ...options, format, name });
  c.header("content-disposition", `attachment; filename="${name}.json"`);
  return sendText(c, jsonOf(c, list), "application/json; charset=utf-8", options);
}

function jsonOf(c: RequestContext, { papers, saved }: ExportedList): string {
  const site = publicUrlOf(c) ?? "";
  const savedOf = new Map(saved.map((one) => [one.paperId, one]));
  const listed = papers.map(({ id, title, authors, organization, doi, publishedAt, upvotes }) => {
    const facts = { id, title, authors, organization, doi, publishedOn: dayOf(publishedAt), upvotes };
    const { savedAt, doneAt } = savedOf.get(id) ?? {};
    return { ...facts, url: site + paperPath(id), savedAt, doneAt };
  });
  return `${JSON.stringify({ papers: listed }, null, 2)}\n`;
}
