import { createBreath } from "./breathe.ts";

/** An item of a list: its value, or why it was not read, which is judged before any parser sees it. */
export type ListItem = { kind: "read"; text: string; value: unknown } | UnreadItem;
export type UnreadItem = { kind: "unread"; text: string; reason: string };

/** `items` are the first ones, at most as many as asked for; `left` counts those after them. */
export type JsonList =
  | { kind: "list"; items: ListItem[]; left: number }
  | { kind: "other" }
  | { kind: "broken" };

/** Levels of lists and objects within each other, the item itself included. */
const mostDepth = 64;
/** Values in lists and objects: the time of a parser goes by their number. */
const mostValues = 50_000;
const mostLength = 4_000_000;

/** Characters that are walked over before other work of the process gets its turn. */
const strideLength = 100_000;

/**
 * Reads the text of a JSON list item by item (RFC 8259), in time linear to its length and never more than
 * some milliseconds in one go. An item that is nested too deep, holds too many values or is too long stays
 * unread and costs the others nothing. `other` is an object, `broken` is no JSON.
 */
export async function readJsonList(text: string, mostItems: number): Promise<JsonList> {
  const start = skipBlank(text, text.startsWith("\ufeff") ? 1 : 0);
  if (text[start] !== "[") return { kind: text[start] === "{" ? "other" : "broken" };
  const breathe = createBreath();
  const items: ListItem[] = [];
  let left = 0;
  let end = skipBlank(text, start + 1);
  for (let isOver = text[end] === "]"; !isOver; isOver = text[end] === "]") {
    const walk: Walk = { from: end, at: end, depth: 0, deepest: 0, values: 0, isInString: false };
    while (!walkOn(text, walk)) await breathe();
    await breathe();
    if (walk.at >= text.length) return { kind: "broken" };
    if (items.length === mostItems) left += 1;
    else {
      const item = readItem(text, walk);
      if (item === null) return { kind: "broken" };
      items.push(item);
    }
    end = text[walk.at] === "]" ? walk.at : walk.at + 1;
  }
  return skipBlank(text, end + 1) === text.length ? { kind: "list", items, left } : { kind: "broken" };
}

type Walk = { from: number; at: number; depth: number; deepest: number; values: number; isInString: boolean };

/** Walks on to the comma or bracket that ends the item; false when it is not reached yet. */
function walkOn(text: string, walk: Walk): boolean {
  const stop = Math.min(text.length, walk.at + strideLength);
  for (; walk.at < stop; walk.at += 1) {
    const character = text.charCodeAt(walk.at);
    if (walk.isInString) {
      if (character === backslash) walk.at += 1;
      else if (character === quote) walk.isInString = false;
    } else if (character === quote) walk.isInString = true;
    else if (character === openList || character === openObject) {
      walk.depth += 1;
      walk.values += 1;
      walk.deepest = Math.max(walk.deepest, walk.depth);
    } else if (character === closeList || character === closeObject) {
      if (walk.depth === 0) return true;
      walk.depth -= 1;
    } else if (character === comma) {
      if (walk.depth === 0) return true;
      walk.values += 1;
    }
  }
  return walk.at >= text.length;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Null when it is no JSON. */
function readItem(whole: string, { from, at, deepest, values }: Walk): ListItem | null {
  const text = whole.slice(from, at);
  const unread = (reason: string): UnreadItem => ({ kind: "unread", text, reason });
  if (deepest > mostDepth) return unread(`the item is nested ${deepest} levels deep: ${mostDepth} are read`);
  if (values > mostValues) return unread(`the item holds ${values} values: ${mostValues} are read`);
  if (text.length > mostLength)
    return unread(`the item is ${text.length} characters long: ${mostLength} are read`);
  try {
    return { kind: "read", text, value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at += 1;
  return at;
}
