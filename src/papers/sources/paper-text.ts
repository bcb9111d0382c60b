import { httpsLink } from "../https-link.ts";
import { hasLatex, latexToUnicode } from "../latex/latex.ts";
import { isPublicHost } from "./public-host.ts";

const longestTitle = 600;
const longestAbstract = 20_000;
const longestName = 200;
/** All of them together, where LaTeX counts several times, since it takes longer; 3,000 names take 50,000. */
const longestNames = 150_000;
const weightOfLatex = 5;
/** More than any paper had. */
export const mostAuthors = 5000;

/** A title as it is kept: Unicode on one line, cut when absurdly long. */
export function cleanTitle(text: string): string {
  return cut(latexToUnicode(cut(text, 2 * longestTitle)), longestTitle);
}

/** An abstract or a summary as it is kept. */
export function cleanAbstract(text: string): string {
  return cut(latexToUnicode(cut(text, longestAbstract)), longestAbstract);
}

/** Names of authors as they are kept: in order, none empty. */
export function cleanNames(names: string[]): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const name of names.slice(0, mostAuthors)) {
    const short = cut(name, 2 * longestName);
    length += short.length * (hasLatex(short) ? weightOfLatex : 1);
    if (length > longestNames) break;
    const clean = cut(latexToUnicode(short), longestName);
    if (clean !== "") kept.push(clean);
  }
  return kept;
}

/** A short text, such as an organisation or a keyword; null when nothing is left. */
export function cleanShort(text: string | null | undefined): string | null {
  if (!text) return null;
  const clean = cut(latexToUnicode(cut(text, 2 * longestName)), longestName);
  return clean === "" ? null : clean;
}

/**
 * When a paper was published, or null when it cannot have been: arXiv's earliest are of the 1980s, and a year
 * far ahead is none that a table must hold.
 */
export function cleanDate(text: string): Date | null {
  const date = new Date(text.trim().slice(0, 100));
  const year = date.getUTCFullYear();
  return year >= earliestYear && year < latestYear ? date : null;
}

const [earliestYear, latestYear] = [1900, 2200];

/** A link as `httpsLink` takes it, to a public host; null for anything else. */
export function cleanUrl(text: string | null | undefined): string | null {
  const link = httpsLink(text);
  return link !== null && isPublicHost(new URL(link)) ? link : null;
}

/** The identifier without version, or null when it is none of arXiv's (https://info.arxiv.org/help/arxiv_identifier.html). */
export function cleanArxivId(text: string): string | null {
  const [, id] =
    /^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?$/.exec(text.trim().slice(0, 100)) ?? [];
  return id ?? null;
}

/** The identifier of a discussion (24 hexadecimal digits, as MongoDB makes them), or null when it is none. */
export function cleanDiscussionId(text: string | null | undefined): string | null {
  const id = text?.trim().slice(0, 100).toLowerCase() ?? "";
  return /^[0-9a-f]{24}$/.test(id) ? id : null;
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  const space = head.lastIndexOf(" ");
  return `${space > most / 2 ? head.slice(0, space) : head.replace(/\p{Surrogate}$/u, "")}…`;
}
