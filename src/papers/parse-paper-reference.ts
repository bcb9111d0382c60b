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
 * `parsePaperId`, or a DOI, by itself or as an address; also in brackets or quotes, or with a sentence's end. Null for
 * anything else, such as words with a number among them.
 */
export function parsePaperReference(text: string): PaperReference | null {
  const plain = text.trim();
  if (plain.length > longestReference) return null;
  const bare = plain.replace(opening, "").replace(ending, "");
  const id = parsePaperId(plain) ?? parsePaperId(bare) ?? parsePaperId(decoded(bare));
  if (id !== null) return isPossible(id) ? { kind: "arxiv", id } : null;
  const doi = parseDoi(plain.replace(opening, ""));
  return doi === null ? null : { kind: "doi", doi };
}

/** What is copied with a reference from the text around it, and what nobody sees. */
const opening = /^[\p{Cf}\s<([{"'“”„‘’«»]{1,9}/u;
const ending = /[\p{Cf}\s>)\]}"'“”‘’«».,:;!?]{1,9}$/u;

/**
 * An identifier begins with year and month, of the new kind since April 2007, and counts four digits until the end of
 * 2014, then five; `1234.56789` is a number.
 */
function isPossible(id: string): boolean {
  const [, year = "", month = ""] = /^(?:.+\/)?(\d\d)(\d\d)/.exec(id) ?? [];
  if (Number(month) < 1 || Number(month) > 12) return false;
  return (
    id.includes("/") || (`${year}${month}` >= "0704" && year < "15" === (id.length === "1412.0001".length))
  );
}

function parseDoi(text: string): string | null {
  const [, address, bare] =
    /^(?:(?:(?:https?:\/\/)?(?:(?:dx|www)\.)?doi\.org\/)(10\.\S+)|(?:doi:\s*)?(10\.\S+))$/i.exec(text) ?? [];
  const written = address === undefined ? bare : decoded(address.replace(/[?#].*$/, ""));
  const doi = withoutEnding(written ?? "").toLowerCase();
  return /^10\.\d{4,9}\/[^\s\p{Cc}]{1,200}$/u.test(doi) ? doi : null;
}

/** Brackets are part of some DOIs: one is no ending where it closes what the DOI opens. */
function withoutEnding(text: string): string {
  const [end = ""] = ending.exec(text) ?? [];
  let doi = text;
  for (const mark of [...end].toReversed()) {
    const opens = { ")": "(", "]": "[", ">": "<", "}": "{" }[mark];
    if (opens !== undefined && doi.split(opens).length >= doi.split(mark).length) break;
    doi = doi.slice(0, -mark.length);
  }
  return doi;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
