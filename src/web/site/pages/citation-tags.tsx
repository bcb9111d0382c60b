import { dayOf } from "../../../calendar/periods.ts";
import { partName } from "../../../papers/citations/author-name.ts";
import { arxivUrlOf, type CitedPaper, citedDoi, onOneLine } from "../../../papers/citations/cited-paper.ts";
import { usePublicAddress } from "../../http/public-address.tsx";
import { paperPath } from "../../parts/paths.ts";

/** A page of a paper by thousands stays quick to load; its files name all of them. */
const mostAuthors = 200;

/**
 * What Google Scholar and reference managers read of a page about one paper
 * (https://scholar.google.com/intl/en/scholar/inclusion.html#indexing). The address that they keep is arXiv's.
 */
export function CitationTags({ paper }: { paper: CitedPaper }) {
  const page = usePublicAddress()(paperPath(paper.id));
  const tags: [name: string, content: string | null][] = [
    ["title", paper.title],
    ...paper.authors.slice(0, mostAuthors).map((name): [string, string] => ["author", authorOf(name)]),
    ["publication_date", dayOf(paper.publishedAt).replaceAll("-", "/")],
    ["arxiv_id", paper.id],
    ["doi", citedDoi(paper)],
    ["pdf_url", `https://arxiv.org/pdf/${paper.id}`],
    ["public_url", arxivUrlOf(paper)],
    ["abstract_html_url", page],
    ["abstract", paper.abstract],
  ];
  return tags.map(([name, content]) => {
    const text = onOneLine(content ?? "");
    return text === "" ? null : <meta key={`${name} ${text}`} name={`citation_${name}`} content={text} />;
  });
}

/**
 * `Family, Given`. Zotero takes a name with a comma that has spaces on both of its sides for two names unless a
 * semicolon stands in it, and the last word of one without a comma for its family.
 */
function authorOf(text: string): string {
  const name = partName(text);
  if (name.kind === "whole") {
    const plain = name.name.replaceAll(/\s*[,;]\s*/g, " ").trim();
    return plain.includes(" ") ? `${plain},` : plain;
  }
  const family = name.family.replaceAll(";", " ");
  const given = [name.given, name.suffix].join(" ").replaceAll(";", " ").trim();
  return `${family}, ${given}${family.includes(" ") && given.includes(" ") ? ";" : ""}`;
}
