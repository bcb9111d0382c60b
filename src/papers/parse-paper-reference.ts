import { parsePaperId } from "./parse-paper-id.ts";

/** One paper that somebody means, wherever it lies. */
export type PaperReference =
  /** arXiv's identifier without version. */
  | { kind: "arxiv"; id: string }
  /** The DOI of another publisher, in lower case, as DOIs are compared. */
  | { kind: "doi"; doi: string };

/** Longer than any address of a paper with what a newsletter hangs behind it. */
const longestReference = 2_000;

/**
 * What a text refers to when it is nothing but a reference: an identifier of arXiv or an address in one of the forms of
 * `parsePaperId`, or a DOI, by itself or as an address. Null for anything else, such as words with a number among them.
 */
export function parsePaperReference(text: string): PaperReference | null {
  const plain = text.trim();
  if (plain.length > longestReference) return null;
  const id = parsePaperId(plain);
  if (id !== null) return isPossible(id) ? { kind: "arxiv", id } : null;
  const doi = parseDoi(plain);
  return doi === null ? null : { kind: "doi", doi };
}

/** An identifier begins with year and month, of the new kind since April 2007; `1234.56789` is a number. */
function isPossible(id: string): boolean {
  const [, year = "", month = ""] = /^(?:.+\/)?(\d\d)(\d\d)/.exec(id) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 && (id.includes("/") || year >= "07");
}

function parseDoi(text: string): string | null {
  const [, address, bare] =
    /^(?:(?:(?:https?:\/\/)?(?:(?:dx|www)\.)?doi\.org\/)(10\.\S+)|(?:doi:\s*)?(10\.\S+))$/i.exec(text) ?? [];
  const written = address === undefined ? bare : decoded(address.replace(/[?#].*$/, ""));
  const doi = written?.replace(/[.,;]+$/, "").toLowerCase() ?? "";
  return /^10\.\d{4,9}\/[^\s\p{Cc}]{1,200}$/u.test(doi) ? doi : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
