import { parseAddress } from "../../addresses/address.ts";
import { InvalidInputError } from "../../errors.ts";
import { isAddressTitle } from "./find-meaning.ts";
import { readJsonRecords } from "./json-records.ts";
import { type LineReader, lineReader } from "./line-reader.ts";
import type { ByteStream } from "./list-bytes.ts";
import type { ListRecord, ListTable } from "./list-table.ts";
import { splitRecord } from "./split-record.ts";
import { readLines, type TextEncoding } from "./text-lines.ts";
import { undressAddress } from "./undress-address.ts";

/** A quoted cell that spans more lines was never meant to. */
const mostLinesOfRecord = 200;

/** Lines before the titles, such as the name of the list. */
const mostLinesBefore = 5;

/**
 * Reads a list as a table: delimited text with commas, semicolons, tabs or bars, told by a line `sep=;` or by
 * its first line, or JSON objects. Empty lines are skipped. A quote that is never closed costs its own line.
 *
 * @throws {InvalidInputError} when the list is empty, or when its first line cannot be read.
 */
export async function openTable(bytes: ByteStream, encoding: TextEncoding): Promise<ListTable> {
  const reader = lineReader(readLines(bytes, encoding));
  const first = await skipEmpty(reader);
  if (first === null) throw new InvalidInputError("The file is empty.");
  if (/^\s*(\{|\[\s*(\{|$))/.test(first)) {
    const titles: string[] = [];
    return { titles, hasTitles: true, records: readJsonRecords(reader, titles) };
  }
  const told = /^\s*"?sep=(.)"?[;,\t|]*\s*$/i.exec(first)?.[1] ?? null;
  if (told !== null) reader.skip(1);
  return openDelimited(reader, told);
}

/** The next line that holds something; null behind the last. @throws {InvalidInputError} when it cannot be read. */
async function skipEmpty(reader: LineReader): Promise<string | null> {
  for (let line = await reader.peek(0); line !== null; line = await reader.peek(0)) {
    if (line.problem !== null)
      throw new InvalidInputError(`The file's first line is not usable: ${line.problem}.`);
    if (line.text.trim() !== "") return line.text;
    reader.skip(1);
  }
  return null;
}

async function openDelimited(reader: LineReader, told: string | null): Promise<ListTable> {
  await skipLinesBefore(reader, told);
  const first = await skipEmpty(reader);
  if (first === null) throw new InvalidInputError("The file is empty.");
  const delimiter = told ?? delimiterOf(first);
  const titles: string[] = [];
  const { cells, count } = await readRecord(reader, delimiter, titles);
  if (cells === null)
    throw new InvalidInputError("In the file's first line a quote is opened and never closed.");
  const hasTitles = !cells.some(isAddress) || cells.some(isAddressTitle);
  if (hasTitles) {
    reader.skip(count);
    // A spread in place of the loop ends at some hundred thousand cells.
    for (const cell of cells) titles.push(cell.trim());
  }
  return { titles, hasTitles, records: readDelimited(reader, delimiter, titles, hasTitles) };
}

/** Passes what stands before a line that plainly holds titles. */
async function skipLinesBefore(reader: LineReader, told: string | null): Promise<void> {
  for (let ahead = 0; ahead < mostLinesBefore; ahead += 1) {
    const line = await reader.peek(ahead);
    if (line === null || line.problem !== null) return;
    const cells = splitRecord(line.text, told ?? delimiterOf(line.text));
    if (typeof cells === "string" || cells.some(isAddress)) return;
    if (cells.some(isAddressTitle)) return reader.skip(ahead);
    // More than one value is the beginning of a table, whatever its titles are.
    if (cells.filter((cell) => cell.trim() !== "").length > 1) return;
  }
}

async function* readDelimited(
  reader: LineReader,
  delimiter: string,
  titles: string[],
  hasTitles: boolean,
): AsyncGenerator<ListRecord> {
  for (let next = await reader.peek(0); next !== null; next = await reader.peek(0)) {
    if (next.problem !== null || next.text.trim() === "") {
      reader.skip(1);
      if (next.problem !== null) yield { line: next.number, cells: [], problem: next.problem };
      continue;
    }
    const { cells, count } = await readRecord(reader, delimiter, titles);
    reader.skip(count);
    const line = next.number + count - 1;
    if (cells === null) yield { line, cells: [next.text], problem: "a quote is opened and never closed" };
    else if (hasTitles && hasMore(cells, titles.length))
      yield { line, cells, problem: "it has more values than the first line has titles" };
    else {
      for (let place = titles.length; !hasTitles && place < cells.length; place += 1)
        titles.push(`column ${place + 1}`);
      yield { line, cells, problem: null };
    }
  }
}

function hasMore(cells: string[], count: number): boolean {
  for (let place = count; place < cells.length; place += 1) if (cells[place]?.trim()) return true;
  return false;
}

/** The record at the next line and the number of its lines; its cells are null when a quote in it is never closed. */
async function readRecord(
  reader: LineReader,
  delimiter: string,
  titles: string[],
): Promise<{ cells: string[] | null; count: number }> {
  let text = (await reader.peek(0))?.text ?? "";
  let split = splitRecord(text, delimiter);
  for (let count = 1; split === "open" && count < mostLinesOfRecord; count += 1) {
    const next = await reader.peek(count);
    if (next === null || next.problem !== null || isRowOfItsOwn(next.text, delimiter, titles.length)) break;
    text += `\n${next.text}`;
    if (!next.text.includes('"')) continue;
    split = splitRecord(text, delimiter);
    if (typeof split !== "string") return { cells: split, count: count + 1 };
  }
  return { cells: typeof split === "string" ? null : split, count: 1 };
}

/** Whether a line that could go on a quoted value is more likely the next reader. */
function isRowOfItsOwn(text: string, delimiter: string, titles: number): boolean {
  const cells = splitRecord(text, delimiter);
  return typeof cells !== "string" && titles > 0 && cells.length === titles && cells.some(isAddress);
}

const delimiters = [",", ";", "\t", "|"];

/** The delimiter that makes a line into titles or an address, else the one that stands in it most often. */
function delimiterOf(line: string): string {
  const tried = delimiters
    .map((delimiter) => ({ delimiter, cells: splitRecord(line, delimiter) }))
    .map(({ delimiter, cells }) => ({ delimiter, cells: typeof cells === "string" ? [] : cells }))
    .sort((a, b) => b.cells.length - a.cells.length);
  const fitting =
    tried.find(({ cells }) => cells.some(isAddressTitle)) ?? tried.find(({ cells }) => cells.some(isAddress));
  return (fitting ?? tried[0])?.delimiter ?? ",";
}

/** Whether a cell holds an address that can be mailed, dressed or bare. */
export function isAddress(cell: string): boolean {
  return cell.includes("@") && cell.length < 1000 && parseAddress(undressAddress(cell)).kind === "address";
}
