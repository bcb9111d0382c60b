import { categoriesOf, findTopic, findTopicByName } from "../topics.ts";

/** Where alone a word is looked for. */
export type TextField = "title" | "author" | "org";

/** A word or a quoted phrase, as it was typed, without its minus, its field and its quotes. */
export type Term = { text: string; isPhrase: boolean; field?: TextField };

/** What a query asks for. */
export type QueryTerms = {
  /** One of these lists is wanted, of it every term. Never an empty list. */
  alternatives: Term[][];
  /** What must not be there, whatever else is wanted. */
  excluded: Term[];
  /** What `cat:` asks for, whatever the alternatives: of each of these lists of arXiv's categories one. */
  within: string[][];
  /** Categories of which a paper must have none. */
  without: string[];
  /** What stood behind a `cat:` and is no category of arXiv. */
  unknownCategories: string[];
};

/**
 * Reads what a person types: words, "phrases", `or` between them, `-` before what is to be left out, and fields
 * (`author:`, `title:`, `org:`, `cat:`) right before a word or a phrase.
 */
export function readQueryTerms(text: string): QueryTerms {
  const read: QueryTerms = {
    alternatives: [[]],
    excluded: [],
    within: [],
    without: [],
    unknownCategories: [],
  };
  let isAlternative = false;
  let wasCategory = false;
  for (const piece of piecesOf(text)) {
    if (piece.toLowerCase() === "or") {
      isAlternative = true;
      continue;
    }
    const { isExcluded, field, value } = takeApart(piece);
    if (field === "cat") {
      addCategories(read, value, { isExcluded, isAlternative: isAlternative && wasCategory });
    } else if (isExcluded) {
      read.excluded.push(termOf(value, field));
    } else {
      if (isAlternative) read.alternatives.push([]);
      read.alternatives.at(-1)?.push(termOf(value, field));
    }
    wasCategory = field === "cat";
    isAlternative = false;
  }
  return { ...read, alternatives: read.alternatives.filter((terms) => terms.length > 0) };
}

/** What fields may be called; short names are those of arXiv's own search. */
const fields: Record<string, TextField | "cat"> = {
  title: "title",
  ti: "title",
  author: "author",
  au: "author",
  org: "org",
  organization: "org",
  organisation: "org",
  cat: "cat",
  category: "cat",
};
const fieldNames = Object.keys(fields).join("|");
const pieces = new RegExp(String.raw`-*(?:(?:${fieldNames}):)?"[^"]*"|\S+`, "gi");
const fielded = new RegExp(`^(${fieldNames}):(?=.)`, "i");

/** A field's name with its colon, where one can begin. */
export const fieldPattern = String.raw`(?<![\p{L}\p{N}])(?:${fieldNames}):(?=[\p{L}\p{N}"])`;

/** Words and quoted phrases, each with its minus and its field; what has no letter and no digit asks for nothing. */
function piecesOf(text: string): string[] {
  return (text.match(pieces) ?? []).filter((piece) =>
    /[\p{L}\p{N}]/u.test(piece.replace(/^-*/, "").replace(fielded, "")),
  );
}

/** The query without its `cat:`, as it was typed. */
export function withoutCategories(text: string): string {
  return piecesOf(text)
    .filter((piece) => takeApart(piece).field !== "cat")
    .join(" ");
}

function takeApart(piece: string): { isExcluded: boolean; field?: TextField | "cat"; value: string } {
  const plain = piece.replace(/^-+/, "");
  const isExcluded = plain.length < piece.length;
  const [start = "", name = ""] = fielded.exec(plain) ?? [];
  const field = fields[name.toLowerCase()];
  return field === undefined
    ? { isExcluded, value: plain }
    : { isExcluded, field, value: plain.slice(start.length) };
}

function termOf(value: string, field?: TextField): Term {
  const isPhrase = value.startsWith('"');
  const text = value.replaceAll('"', " ").trim();
  if (field === undefined) return { text, isPhrase };
  return { text: field === "author" ? inOrder(text) : text, isPhrase, field };
}

/** A name as authors are listed: "Zou, James" is James Zou. */
function inOrder(name: string): string {
  const [, last, first] = /^([^,]+),\s*([^,]+)$/.exec(name) ?? [];
  return last === undefined || first === undefined ? name : `${first} ${last}`;
}

function addCategories(
  read: QueryTerms,
  value: string,
  { isExcluded, isAlternative }: { isExcluded: boolean; isAlternative: boolean },
): void {
  const name = value.replaceAll('"', " ").trim();
  const topic = findTopic(name) ?? findTopicByName(name);
  if (topic === null) {
    read.unknownCategories.push(name);
    return;
  }
  const categories = categoriesOf(topic.id);
  const others = isAlternative ? read.within.at(-1) : undefined;
  if (isExcluded) read.without.push(...categories);
  else if (others) others.push(...categories);
  else read.within.push(categories);
}
