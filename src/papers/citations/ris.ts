import { dayOf } from "../../calendar/periods.ts";
import { partName } from "./author-name.ts";
import { arxivUrlOf, type CitedPaper, citedDoi, onOneLine } from "./cited-paper.ts";

/**
 * Papers as a file of RIS, in their order, each once; empty for none. Zotero, Mendeley and EndNote read them as
 * preprints (`UNPB`). Each line ends as the format wants it, and no text of a paper can end one.
 */
export function risOf(papers: readonly CitedPaper[]): string {
  const records = new Map(papers.map((paper) => [paper.id, recordOf(paper)]));
  return [...records.values()].join("\r\n");
}

function recordOf(paper: CitedPaper): string {
  const { id, title, abstract, authors, publishedAt } = paper;
  const day = dayOf(publishedAt);
  const fields: [tag: string, value: string][] = [
    ["TI", title],
    ...authors.map((name): [string, string] => ["AU", authorOf(name)]),
    ["PY", day.slice(0, 4)],
    ["DA", day.replaceAll("-", "/")],
    ["AB", abstract],
    ["PB", "arXiv"],
    ["AN", `arXiv:${id}`],
    ["DO", citedDoi(paper)],
    ["UR", arxivUrlOf(paper)],
    ["L1", `https://arxiv.org/pdf/${id}`],
  ];
  const lines = fields
    .map(([tag, value]) => [tag, onOneLine(value)])
    .filter(([, value]) => value !== "")
    .map(([tag, value]) => `${tag}  - ${value}\r\n`);
  return `TY  - UNPB\r\n${lines.join("")}ER  - \r\n`;
}

/** A comma parts a name; somebody whose name has no parts has none. */
function authorOf(text: string): string {
  const name = partName(text);
  if (name.kind === "whole") return name.name.replaceAll(/\s*,\s*/g, " ");
  return [name.family, name.given, name.suffix].filter((part) => part !== "").join(", ");
}
