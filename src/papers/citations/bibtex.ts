import { partName } from "./author-name.ts";
import { arxivUrlOf, type CitedPaper, citedDoi, onOneLine } from "./cited-paper.ts";

/**
 * Papers as a file of BibTeX, in their order, each once; empty for none. Text is Unicode, as biber and today's BibTeX
 * read it, with what TeX gives a meaning written so that it loses it. Braces keep the case of titles. A key is made of
 * the paper alone, so that it is the same in each file.
 */
export function bibtexOf(papers: readonly CitedPaper[]): string {
  const entries = new Map(papers.map((paper) => [paper.id, entryOf(paper)]));
  return [...entries.values()].join("\n");
}

function entryOf(paper: CitedPaper): string {
  const { id, title, authors, primaryCategory, publishedAt } = paper;
  const fields: [name: string, value: string][] = [
    ["title", `{{${forTex(title)}}}`],
    ["author", `{${authors.map(authorOf).join(" and ")}}`],
    ["year", `{${publishedAt.getUTCFullYear()}}`],
    ["month", months[publishedAt.getUTCMonth()] ?? ""],
    ["eprint", `{${id}}`],
    ["archivePrefix", "{arXiv}"],
    ["primaryClass", `{${categoryOf(primaryCategory)}}`],
    ["doi", `{${citedDoi(paper)}}`],
    ["url", `{${arxivUrlOf(paper)}}`],
  ];
  const lines = fields
    .filter(([, value]) => value !== "" && value !== "{}")
    .map(([name, value]) => `  ${name.padEnd(13)} = ${value},\n`);
  return `@misc{${keyOf(paper)},\n${lines.join("")}}\n`;
}

/** The names of months that every style knows. */
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Such as `vaswani2017-1706.03762`: readable, and of one paper only by its identifier. */
function keyOf({ id, authors, publishedAt }: CitedPaper): string {
  const first = partName(authors[0] ?? "");
  const name = first.kind === "person" ? first.family : first.name;
  return `${plainLetters(name) || "paper"}${publishedAt.getUTCFullYear()}-${id.replace("/", "-")}`;
}

/** A name in small letters of ASCII; empty when it has none, as in Chinese. */
function plainLetters(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? "")
    .replaceAll(/[^a-z]/g, "")
    .slice(0, 40);
}

const letters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

function authorOf(text: string): string {
  const name = partName(text);
  if (name.kind === "whole") return `{${forTex(name.name)}}`;
  return [name.family, name.suffix, name.given]
    .filter((part) => part !== "")
    .map((part) => forTex(part))
    .map((part) => (/[,]|\band\b/i.test(part) ? `{${part}}` : part))
    .join(", ");
}

/** arXiv's categories hold letters, points and hyphens. */
function categoryOf(category: string | null): string {
  return category !== null && /^[A-Za-z.-]+$/.test(category) ? category : "";
}

/** As commands where a sign with a backslash would still count as a brace, or would be an accent. */
const written: Record<string, string> = {
  "\\": "{\\textbackslash}",
  "{": "{\\textbraceleft}",
  "}": "{\\textbraceright}",
  "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}",
  "<": "{\\textless}",
  ">": "{\\textgreater}",
  "|": "{\\textbar}",
  "@": "{@}",
};

function forTex(text: string): string {
  return onOneLine(text).replaceAll(
    // An entry of its own is what readers of little patience take `@misc{` for, wherever it stands.
    /[\\{}~^<>|%&#_$]|@(?=\w{1,30} ?[{(])/g,
    (sign) => written[sign] ?? `\\${sign}`,
  );
}
