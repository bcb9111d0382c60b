import type { StoredPaper } from "../store.ts";

/** What a reference to a paper is made of; all of it hostile text until it is written for the format. */
export type CitedPaper = Pick<
  StoredPaper,
  "id" | "title" | "abstract" | "authors" | "doi" | "primaryCategory" | "publishedAt"
>;

/** The page at arXiv that a reference names. */
export function arxivUrlOf({ id }: Pick<CitedPaper, "id">): string {
  return `https://arxiv.org/abs/${id}`;
}

/**
 * The paper's DOI: its publisher's where that is known, else the one that arXiv registers for each paper. One with
 * characters that some format gives a meaning is none that a publisher hands out today.
 */
export function citedDoi({ id, doi }: Pick<CitedPaper, "id" | "doi">): string {
  return doi !== null && /^10\.\d{4,9}\/[^\s\p{C}{}\\"%#^~]{1,200}$/u.test(doi)
    ? doi
    : `10.48550/arXiv.${id}`;
}

/** A text on one line: what is no letter, sign or space of it could end a field or hide what follows. */
export function onOneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .trim();
}
