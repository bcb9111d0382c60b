import { z } from "zod";
import { isAddressTitle } from "./find-meaning.ts";
import type { LineReader } from "./line-reader.ts";
import type { ListRecord } from "./list-table.ts";

const objectSchema = z.record(z.string(), z.unknown());

/** Room for a whole answer of some program's interface, in which the list is one property. */
const longestObject = 16 * 1024 * 1024;
const deepest = 5;
const mostTitles = 2000;

const noObject = "it is not a JSON object";

/**
 * Reads JSON objects, one a line, or those of an array over as many lines as it takes, as if they were a table:
 * each property is a column, titled `lists.status` within another; several values stand in one cell, with a bar
 * behind each. Titles are added as they come. An object that only holds the list, as the answers of programs do,
 * is as many records as there are objects in it.
 */
export async function* readJsonRecords(reader: LineReader, titles: string[]): AsyncGenerator<ListRecord> {
  const places = new Map<string, number>();
  for await (const { line, text, problem } of objectTexts(reader)) {
    const object = problem === null ? parseObject(text) : null;
    for (const one of (object && listWithin(object)) ?? [object]) {
      const cells = one && toCells(one, titles, places);
      yield cells ? { line, cells, problem: null } : { line, cells: [], problem: problem ?? noObject };
    }
  }
}

type ObjectText = { line: number; text: string; problem: string | null };

async function* objectTexts(reader: LineReader): AsyncGenerator<ObjectText> {
  for (let next = await reader.peek(0); next !== null; next = await reader.peek(0)) {
    const text = next.text.trim();
    if (text === "" && next.problem === null) reader.skip(1);
    else if (/^(\[\s*(\{|$)|\{$)/.test(text)) yield* spreadObjects(reader);
    else {
      yield { line: next.number, text, problem: next.problem };
      reader.skip(1);
    }
  }
}

/** Objects over several lines, or in an array: cut where their braces close. */
async function* spreadObjects(reader: LineReader): AsyncGenerator<ObjectText> {
  let text = "";
  let depth = 0;
  let isInText = false;
  let line = 0;
  for (let next = await reader.peek(0); next !== null; next = await reader.peek(0)) {
    reader.skip(1);
    line = next.number;
    if (next.problem !== null) {
      yield { line, text: "", problem: next.problem };
      text = "";
      depth = 0;
      isInText = false;
      continue;
    }
    let strays = "";
    for (let at = 0; at < next.text.length; at += 1) {
      const letter = next.text[at] ?? "";
      if (depth > 0) text += letter;
      else if (letter !== "{") strays += letter;
      if (isInText) {
        if (letter === "\\") {
          at += 1;
          text += next.text[at] ?? "";
        } else if (letter === '"') isInText = false;
      } else if (letter === '"' && depth > 0) isInText = true;
      else if (letter === "{") {
        if (depth === 0) text = letter;
        depth += 1;
      } else if (letter === "}" && depth > 0) {
        depth -= 1;
        if (depth === 0) yield { line, text, problem: null };
      }
    }
    if (/[^\s,[\]]/.test(strays)) yield { line, text: "", problem: noObject };
    if (text.length > longestObject && depth > 0) {
      yield { line, text: "", problem: "it is longer than any line of a list" };
      text = "";
      depth = 0;
      isInText = false;
    }
  }
  if (depth > 0) yield { line, text: "", problem: "a JSON object is opened and never closed" };
}

function parseObject(text: string): Record<string, unknown> | null {
  if (text.length > longestObject) return null;
  try {
    return objectSchema.safeParse(JSON.parse(partTwins(text))).data ?? null;
  } catch {
    return null; // reported with its line
  }
}

const stringOrBrace = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;

/**
 * Of two properties of one name in one object JSON.parse keeps the last alone, and a no could be lost with the
 * first: each further one gets a space behind its name, which makes it a column of its own and of the same meaning.
 */
function partTwins(text: string): string {
  const names = new Set<string>();
  let count = 0;
  for (const [token, colon] of text.matchAll(stringOrBrace)) {
    if (colon === undefined) continue;
    count += 1;
    names.add(token.slice(0, -colon.length));
  }
  if (names.size === count) return text;
  const open: Map<string, number>[] = [];
  return text.replaceAll(stringOrBrace, (token: string, colon: string | undefined) => {
    if (token === "{") open.push(new Map());
    else if (token === "}") open.pop();
    if (colon === undefined) return token;
    const name = token.slice(0, -colon.length);
    const before = open.at(-1)?.get(name) ?? 0;
    open.at(-1)?.set(name, before + 1);
    return `${name.slice(0, -1)}${" ".repeat(before)}"${colon}`;
  });
}

const deepestList = 3;

/** The objects of an array within an object that has no address of its own; null when there is none. */
function listWithin(object: Record<string, unknown>, depth = 1): Record<string, unknown>[] | null {
  const values = Object.values(object);
  if (Object.keys(object).some(isAddressTitle)) return null;
  for (const value of values) {
    if (Array.isArray(value)) {
      const objects = z.array(objectSchema).safeParse(value).data ?? [];
      if (objects.some((one) => Object.keys(one).some(isAddressTitle))) return objects;
    } else if (depth < deepestList) {
      const inner = objectSchema.safeParse(value).data;
      const found = inner ? listWithin(inner, depth + 1) : null;
      if (found) return found;
    }
  }
  return null;
}

/** Null when it has more properties than any list has. */
function toCells(
  object: Record<string, unknown>,
  titles: string[],
  places: Map<string, number>,
): string[] | null {
  const values = new Map<string, string>();
  collect(object, "", 0, values);
  const cells: string[] = [];
  for (const [title, value] of values) {
    let place = places.get(title);
    if (place === undefined) {
      if (titles.length >= mostTitles) return null;
      place = titles.length;
      places.set(title, place);
      titles.push(title);
    }
    cells[place] = value;
  }
  return Array.from(cells, (cell) => cell ?? "");
}

function collect(value: unknown, title: string, depth: number, values: Map<string, string>): void {
  const add = (text: string) => values.set(title, (values.get(title) ?? "") + text);
  if (Array.isArray(value)) {
    if (value.length === 0) add("");
    for (const one of value) {
      if (typeof one === "object" && one !== null) collect(one, title, depth + 1, values);
      else add(`${textOf(one)}|`);
    }
  } else if (typeof value === "object" && value !== null && depth < deepest) {
    for (const [name, one] of Object.entries(value)) {
      const inner = title === "" ? name : `${title}.${name}`;
      // Within an array the same property comes again and again.
      const before = values.get(inner);
      if (before !== undefined && before !== "" && !before.endsWith("|")) values.set(inner, `${before}|`);
      collect(one, inner, depth + 1, values);
    }
  } else add(typeof value === "object" && value !== null ? JSON.stringify(value) : textOf(value));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  // Half a letter cannot be kept: U+FFFD stands for it, and is refused where it matters.
  return String(value).replaceAll(/\p{Cs}/gu, "\ufffd");
}
