import { paperPages, parsePaperId } from "./parse-paper-id.ts";

/** What a reader's list of papers names. */
export type ReadingList = {
  /** arXiv identifiers without version, each once, in the order of the list. */
  ids: string[];
  /** The beginnings of entries that name no paper of arXiv, as they were written: hostile text. */
  unread: string[];
  /** How many entries name none, also those that are not in `unread`. */
  unreadCount: number;
  /** Whether the list went on behind `mostEntries`. */
  isCut: boolean;
};

/** More than a reader pastes by hand, and a library's worth. */
export const mostEntries = 1_000;
const mostUnread = 20;
const longestUnread = 100;
/** Of one entry; an abstract within it may be long. */
const longestEntry = 50_000;
/** An address with what may stand behind the identifier. */
const longestReference = 200;

/**
 * Reads a list of papers in whatever form it has: identifiers or addresses in lines, BibTeX, RIS, CSV as Zotero
 * exports it, or CSL JSON. Takes time linear in its length.
 */
export function parseReadingList(text: string): ReadingList {
  const plain = text.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
  const { entries, idOf } = readEntries(plain);
  const ids = new Set<string>();
  const list: ReadingList = { ids: [], unread: [], unreadCount: 0, isCut: false };
  let count = 0;
  for (const entry of entries) {
    if (entry.trim() === "") continue;
    count += 1;
    if (count > mostEntries) {
      list.isCut = true;
      break;
    }
    const found = idOf(entry.slice(0, longestEntry));
    for (const id of found) ids.add(id);
    if (found.length > 0) continue;
    list.unreadCount += 1;
    if (list.unread.length < mostUnread) list.unread.push(beginningOf(entry));
  }
  return { ...list, ids: [...ids] };
}

/** Several lists as one. */
export function joinReadingLists(lists: ReadingList[]): ReadingList {
  return {
    ids: [...new Set(lists.flatMap(({ ids }) => ids))],
    unread: lists.flatMap(({ unread }) => unread).slice(0, mostUnread),
    unreadCount: lists.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
    isCut: lists.some(({ isCut }) => isCut),
  };
}

type Entries = { entries: Iterable<string>; idOf: (entry: string) => string[] };

function readEntries(text: string): Entries {
  const start = text.slice(0, 4_096).trimStart();
  const json = /^[[{]/.test(start) && isShallow(text) ? readJson(text) : null;
  if (json !== null) return { entries: json, idOf: idOfReference };
  if (/^@\w{1,30}\s{0,5}[{(]/m.test(start))
    return { entries: splitBefore(breakEntries(text), /^[ \t]{0,8}@/), idOf: idOfBibtex };
  if (/^TY {1,2}- /m.test(start)) return { entries: splitBefore(text, /^TY {1,2}- /), idOf: idOfReference };
  const [head = ""] = start.split("\n", 1);
  if (/^"?(?:Key|Item Type)"?,/i.test(head))
    return { entries: skipFirst(quotedRecords(text)), idOf: idOfReference };
  return { entries: lines(text), idOf: idsOfLine };
}

/** What libraries export lies no deeper. */
const deepest = 20;

/** Whether a text that may be JSON can be parsed in a moment: brackets within brackets take the longest. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (mark === "[" || mark === "{") depth += 1;
    else if (mark === "]" || mark === "}") depth -= 1;
    if (depth > deepest) return false;
  }
  return true;
}

/** Each item of a list, or of the list within an object, as the text of its values; null when it is no JSON. */
function readJson(text: string): string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const inner = isRecord(value) && Array.isArray(value.items) ? value.items : value;
  const items: unknown[] = Array.isArray(inner) ? inner : [inner];
  return items.slice(0, mostEntries + 1).map((item) => {
    if (typeof item === "string") return item;
    if (!isRecord(item)) return Array.isArray(item) ? "[ ]" : String(item);
    // What identifies it stands before what merely speaks of papers.
    const { DOI, URL, number, title, ...others } = item;
    return [title, DOI, URL, number, ...Object.values(others)]
      .filter((field) => typeof field === "string" && field !== "")
      .join("\n");
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function* lines(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? text.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

/** The parts of a text that each begin with such a line; what stands before the first is left out. */
function* splitBefore(text: string, first: RegExp): Generator<string> {
  let entry: string[] | null = null;
  for (const line of lines(text)) {
    if (first.test(line)) {
      if (entry !== null && !isRemark(entry)) yield entry.join("\n");
      entry = [line];
    } else entry?.push(line);
  }
  if (entry !== null && !isRemark(entry)) yield entry.join("\n");
}

/** Has each entry of BibTeX begin a line, as one need not. */
function breakEntries(text: string): string {
  return text.replaceAll(/[})][ \t]{0,8}(?=@[a-z]{1,30}[{(])/gi, (end) => `${end}\n`);
}

/** Entries of BibTeX that are no papers. */
function isRemark([line = ""]: string[]): boolean {
  return /^\s*@(?:comment|preamble|string)\b/i.test(line);
}

/** Records of CSV: a line break within quotation marks ends none. */
function* quotedRecords(text: string): Generator<string> {
  let record: string[] = [];
  let isOpen = false;
  for (const line of lines(text)) {
    record.push(line);
    for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) isOpen = !isOpen;
    if (isOpen) continue;
    yield record.join("\n");
    record = [];
  }
  if (record.length > 0) yield record.join("\n");
}

function* skipFirst(entries: Iterable<string>): Generator<string> {
  let isFirst = true;
  for (const entry of entries) {
    if (!isFirst) yield entry;
    isFirst = false;
  }
}

/** All that a line of a plain list names; a title may stand beside. */
function idsOfLine(line: string): string[] {
  return line
    .replaceAll(/arxiv:\s{1,5}/gi, "arXiv:")
    .split(/[\s,;|<>()[\]{}"']+/)
    .filter((word) => word.length <= longestReference)
    .flatMap((word) => parsePaperId(word.replace(/[.:]+$/, "")) ?? []);
}

/** A paper's field of its own in BibTeX; else whatever refers to arXiv. */
function idOfBibtex(entry: string): string[] {
  const [, eprint = ""] = /\beprint\s{0,20}=\s{0,20}["{]{0,3}\s{0,5}([^\s"},]{1,60})/i.exec(entry) ?? [];
  const id = parsePaperId(eprint);
  return id === null ? idOfReference(entry) : [id];
}

const references = [
  /\b10\.48550\/arxiv\.([a-z.-]{0,20}\/?\d[\d.]{3,11})/i,
  new RegExp(String.raw`\b${paperPages}([a-z.-]{0,20}/?\d[\d.]{3,11})`, "i"),
  /\barxiv:\s{0,5}([a-z.-]{0,20}\/?\d[\d.]{3,11})/i,
  // DBLP's and Semantic Scholar's BibTeX, where nothing else may tell.
  /\bvolume\s{0,20}=\s{0,20}["{]{1,3}abs\/([a-z.-]{0,20}\/?\d[\d.]{3,11})/i,
];

/** The first reference to arXiv that an entry has: by its DOI, by an address, as `arXiv:2605.19577`, as a volume. */
function idOfReference(entry: string): string[] {
  for (const reference of references) {
    const [, text = ""] = reference.exec(entry) ?? [];
    const id = parsePaperId(text.replace(/\.+$/, ""));
    if (id !== null) return [id];
  }
  return [];
}

/** What tells the reader which entry is meant: its title where it has one. */
function beginningOf(entry: string): string {
  const [, titled] =
    /(?:\btitle\s{0,20}=\s{0,20}["{]{1,3}|^T[I1] {1,2}- )([^\n}"]{1,100})/im.exec(entry) ?? [];
  return (titled ?? entry)
    .trim()
    .slice(0, 1_000)
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .slice(0, longestUnread);
}
