import { latexToUnicode } from "../latex.ts";

const longestTitle = 600;
const longestAbstract = 20_000;
const longestName = 200;
const mostAuthors = 5000;

/** A title as it is kept: Unicode on one line, cut when absurdly long. */
export function cleanTitle(text: string): string {
  return cut(latexToUnicode(cut(text, 2 * longestTitle)), longestTitle);
}

/** An abstract or a summary as it is kept. */
export function cleanAbstract(text: string): string {
  return cut(latexToUnicode(cut(text, 2 * longestAbstract)), longestAbstract);
}

/** Names of authors as they are kept: in order, none empty. */
export function cleanNames(names: string[]): string[] {
  return names
    .slice(0, mostAuthors)
    .map((name) => cut(latexToUnicode(cut(name, 2 * longestName)), longestName))
    .filter((name) => name !== "");
}

/** A short text, such as an organisation or a keyword; null when nothing is left. */
export function cleanShort(text: string | null | undefined): string | null {
  if (!text) return null;
  const clean = cut(latexToUnicode(cut(text, 2 * longestName)), longestName);
  return clean === "" ? null : clean;
}

/** An absolute https address (http is raised to https), or null for anything else. */
export function cleanUrl(text: string | null | undefined): string | null {
  if (!text || text.length > 2000 || !URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  if (!url.hostname.includes(".")) return null;
  url.protocol = "https:";
  return url.href;
}

/** The identifier without version, or null when it is none of arXiv's (https://info.arxiv.org/help/arxiv_identifier.html). */
export function cleanArxivId(text: string): string | null {
  const [, id] = /^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?$/.exec(text.trim()) ?? [];
  return id ?? null;
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  const space = head.lastIndexOf(" ");
  return `${space > most / 2 ? head.slice(0, space) : head.replace(/\p{Surrogate}$/u, "")}…`;
}
