import type { Context as RequestContext } from "hono";
import { bibtexOf } from "../../papers/citations/bibtex.ts";
import type { CitedPaper } from "../../papers/citations/cited-paper.ts";
import { risOf } from "../../papers/citations/ris.ts";
import { type PageOptions, sendText } from "../http/send-page.ts";

const formats = {
  bib: { write: bibtexOf, type: "application/x-bibtex; charset=utf-8" },
  ris: { write: risOf, type: "application/x-research-info-systems; charset=utf-8" },
} as const;

export type CitationFormat = keyof typeof formats;

export const citationFormats: CitationFormat[] = ["bib", "ris"];

export function isCitationFormat(text: string): text is CitationFormat {
  return Object.hasOwn(formats, text);
}

/**
 * Answers with references to papers, in their order, as a file of that name without its ending. Reference managers
 * know the types: Zotero's connector offers to import them.
 */
export function sendCitations(
  c: RequestContext,
  papers: readonly CitedPaper[],
  { format, name, ...options }: PageOptions & { format: CitationFormat; name: string },
): Response {
  const { write, type } = formats[format];
  const plain = name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100);
  c.header("content-disposition", `attachment; filename="${plain}.${format}"`);
  return sendText(c, write(papers), type, options);
}
