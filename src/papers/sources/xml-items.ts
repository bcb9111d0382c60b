import { XMLParser } from "fast-xml-parser";
import { createBreath } from "./breathe.ts";
import type { ListItem } from "./json-list.ts";

/** `left` counts the items after the first `mostItems`; a `broken` answer says why it is not read, as in "with ...". */
export type XmlItems =
  | { kind: "items"; items: ListItem[]; left: number }
  | { kind: "broken"; reason: string };

const mostDepth = 64;
const mostAttributes = 100;
/** Per item: the time of a parser goes by their number. A paper of a large collaboration has some 9,000. */
const mostElements = 12_000;
const mostLength = 500_000;

/** Characters of a tag, its attributes included. */
const mostTagLength = 20_000;

/** Characters that are walked over before other work of the process gets its turn. */
const strideLength = 50_000;

/**
 * Reads the items of a feed one by one: the elements at any of the `paths`, such as `["feed", "entry"]`, in their
 * order. The walk is linear
 * to the length of the text and never takes more than some milliseconds in one go. Tags must be balanced; a
 * document type, which alone could declare entities, or a tag with very many attributes makes the whole
 * unreadable. An item that is nested too deep or too large stays unread and costs the others nothing.
 */
export async function readXmlItems(xml: string, paths: string[][], mostItems: number): Promise<XmlItems> {
  const breathe = createBreath();
  const walk: Walk = { at: 0, open: [], item: null, isRootSeen: false };
  const items: ListItem[] = [];
  let left = 0;
  let breathedAt = 0;
  for (;;) {
    const next = nextTag(xml, walk.at);
    if (next.kind === "broken") return next;
    if (next.kind === "end") break;
    walk.at = next.end;
    const problem = take(walk, next, paths);
    if (problem !== null) return { kind: "broken", reason: problem };
    const { item } = walk;
    if (item?.isOver) {
      if (items.length === mostItems) left += 1;
      else items.push(readItem(xml.slice(item.from, walk.at), item));
      walk.item = null;
    }
    if (item?.isOver || walk.at - breathedAt > strideLength) {
      breathedAt = walk.at;
      await breathe();
    }
  }
  if (walk.open.length > 0 || !walk.isRootSeen) return { kind: "broken", reason: notXml };
  return { kind: "items", items, left };
}

const notXml = "with something that is not XML";

type OpenItem = { from: number; depth: number; deepest: number; elements: number; isOver: boolean };
type Walk = { at: number; open: string[]; item: OpenItem | null; isRootSeen: boolean };

/** Follows a tag; gives what makes the whole unreadable, or null. */
function take(walk: Walk, tag: Tag, paths: string[][]): string | null {
  const { open, item } = walk;
  if (tag.kind === "other") {
    if (item) item.elements += 1;
    return null;
  }
  if (tag.kind === "close") {
    if (open.pop() !== tag.name) return notXml;
    if (item && open.length < item.depth) item.isOver = true;
    return null;
  }
  if (open.length === 0) {
    if (walk.isRootSeen) return notXml;
    walk.isRootSeen = true;
    if (!paths.some(([root]) => tag.name === root)) return "without a feed";
  }
  open.push(tag.name);
  if (item) {
    item.elements += 1;
    item.deepest = Math.max(item.deepest, open.length - item.depth + 1);
  } else if (paths.some((path) => isAt(open, path))) {
    walk.item = { from: tag.start, depth: open.length, deepest: 1, elements: 1, isOver: false };
  } else if (open.length > mostDepth) return `with tags nested more than ${mostDepth} levels deep`;
  return tag.isEmpty ? take(walk, { kind: "close", name: tag.name, end: tag.end }, paths) : null;
}

function isAt(open: string[], path: string[]): boolean {
  return open.length === path.length && path.every((name, level) => open[level] === name);
}

type Tag =
  | { kind: "open"; start: number; end: number; name: string; isEmpty: boolean }
  | { kind: "close"; end: number; name: string }
  /** A comment, a piece of character data or an instruction. */
  | { kind: "other"; end: number };

type Broken = { kind: "broken"; reason: string };
const broken: Broken = { kind: "broken", reason: notXml };

function nextTag(xml: string, from: number): Tag | { kind: "end" } | Broken {
  const start = xml.indexOf("<", from);
  if (start < 0) return { kind: "end" };
  for (const [opening, closing] of passages) {
    if (!xml.startsWith(opening, start)) continue;
    const end = xml.indexOf(closing, start + opening.length);
    return end < 0 ? broken : { kind: "other", end: end + closing.length };
  }
  if (xml[start + 1] === "!")
    return { kind: "broken", reason: "with a document type, which may declare entities: that is not read" };
  if (xml[start + 1] === "/") {
    const end = xml.indexOf(">", start);
    return end < 0 ? broken : { kind: "close", end: end + 1, name: xml.slice(start + 2, end).trimEnd() };
  }
  return readOpening(xml, start);
}

const passages = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

function readOpening(xml: string, start: number): Tag | Broken {
  let attributes = 0;
  let nameEnd = -1;
  for (let at = start + 1; at < xml.length && at - start <= mostTagLength; at += 1) {
    const character = xml.charAt(at);
    if (character === ">") {
      const isEmpty = xml[at - 1] === "/";
      const name = xml.slice(start + 1, nameEnd < 0 ? at : nameEnd);
      return namePattern.test(name) ? { kind: "open", start, end: at + 1, name, isEmpty } : broken;
    }
    if (character === "<") return broken;
    if (nameEnd < 0 && " \t\r\n/".includes(character)) nameEnd = at;
    if (character === "=") attributes += 1;
    if (attributes > mostAttributes)
      return { kind: "broken", reason: `with a tag of more than ${mostAttributes} attributes` };
    if (character === '"' || character === "'") {
      const end = xml.indexOf(character, at + 1);
      if (end < 0) return broken;
      at = end;
    }
  }
  if (start + mostTagLength >= xml.length) return broken;
  return { kind: "broken", reason: `with a tag of more than ${mostTagLength} characters` };
}

const namePattern = /^[\p{L}_:][\p{L}\p{M}\p{N}_:.-]{0,200}$/u;

/** What an item's XML says, by names of tags, attributes with an `@` before; texts stay texts. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  htmlEntities: true,
});

function readItem(text: string, { deepest, elements }: OpenItem): ListItem {
  const unread = (reason: string): ListItem => ({ kind: "unread", text, reason });
  if (deepest > mostDepth) return unread(`the item is nested ${deepest} levels deep: ${mostDepth} are read`);
  if (elements > mostElements) return unread(`the item holds ${elements} elements: ${mostElements} are read`);
  if (text.length > mostLength)
    return unread(`the item is ${text.length} characters long: ${mostLength} are read`);
  try {
    return { kind: "read", text, value: Object.values(parser.parse(text))[0] };
  } catch {
    return unread("the item is XML that cannot be read");
  }
}
