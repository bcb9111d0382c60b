import type { Context as RequestContext } from "hono";
import { dayOf } from "../../calendar/periods.ts";
import type { PaperNow } from "../../papers/papers-now-store.ts";
import type { SavedPaper } from "../../taste/reading-list.ts";
import { type PageOptions, sendText } from "../http/send-page.ts";
import { paperPath } from "../parts/paths.ts";

/** As what a reading list can be taken away. */
export const listFormats = ["json"] as const;
type ListFormat = (typeof listFormats)[number];

type ExportedList = {
  /** In the order of the file. */
  papers: PaperNow[];
  /** When which of them was saved and read, where that is known. */
  saved: SavedPaper[];
};

/** Answers with papers as a file. */
export function exportReadingList(
  c: RequestContext,
  _format: ListFormat,
  list: ExportedList,
  options: PageOptions = {},
): Response {
  c.header("content-disposition", 'attachment; filename="reading-list.json"');
  return sendText(c, jsonOf(c, list), "application/json; charset=utf-8", options);
}

function jsonOf(c: RequestContext, { papers, saved }: ExportedList): string {
  const { origin } = new URL(c.req.url);
  const savedOf = new Map(saved.map((one) => [one.paperId, one]));
  const listed = papers.map((paper) => {
    const { id, title, authors, organization, publishedAt, upvotes, doi } = paper;
    const { savedAt, doneAt } = savedOf.get(id) ?? {};
    const url = origin + paperPath(id);
    return {
      id,
      title,
      authors,
      organization,
      publishedOn: dayOf(publishedAt),
      upvotes,
      doi,
      url,
      savedAt,
      doneAt,
    };
  });
  return `${JSON.stringify({ papers: listed }, null, 2)}\n`;
}
