import { arxivUrlOf, type CitedPaper, citedDoi, onOneLine } from "./cited-paper.ts";

const namedAuthors = 10;

/** A reference as a person would write it, in one line of plain text. */
export function referenceOf(
  paper: Pick<CitedPaper, "id" | "title" | "authors" | "doi" | "publishedAt">,
): string {
  const { id, title, publishedAt } = paper;
  const names = paper.authors.map(onOneLine).filter((name) => name !== "");
  const shown = names.slice(0, namedAuthors).join(", ") + (names.length > namedAuthors ? ", et al." : "");
  const year = `(${publishedAt.getUTCFullYear()})`;
  const doi = citedDoi(paper);
  const end = /[.?!…]$/.test(title.trim()) ? "" : ".";
  const address = doi.startsWith("10.48550/") ? arxivUrlOf(paper) : `https://doi.org/${doi}`;
  return `${shown === "" ? year : `${shown} ${year}`}. ${onOneLine(title)}${end} arXiv:${id}. ${address}`;
}
