import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InvalidInputError } from "../../errors.ts";
import { decodeText } from "./decode-text.ts";
import { readJsonLines } from "./read-json-lines.ts";

export type ListRecord = {
  /** Line on which the record ends, from 1; its only line when no value spans several. */
  line: number;
  cells: string[];
  /** Why it cannot be read; null when it can. */
  problem: string | null;
};

/** A value longer than this is a quote that was never closed, or no list of addresses. */
const longestRecord = 32 * 1024 * 1024;

/**
 * Reads delimited text (RFC 4180 and its relatives) record by record. The delimiter is the comma, semicolon
 * or tab that is most frequent in the first line. Empty lines are skipped. A file whose first line begins a
 * JSON object holds one object a line.
 *
 * @throws {InvalidInputError} when the rest of the file cannot be cut into records.
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<ListRecord> {
  const text = decodeText(bytes);
  const start = await readFirstLine(text);
  if (/^\ufeff?\s*\{/.test(start)) {
    yield* readJsonLines(joined(start.replace(/^\ufeff/, ""), text));
    return;
  }
  const source = Readable.from(joined(start, text));
  const parser = source.pipe(
    parse({
      delimiter: delimiterOf(start),
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: longestRecord,
    }),
  );
  // A pipe passes on no error: a file that breaks off would leave the parser waiting.
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, info } of parser) yield { line: info.lines, cells: record, problem: null };
  } catch (error) {
    if (error instanceof CsvError) {
      throw new InvalidInputError("The file is not a usable CSV: a quote is opened and never closed.", {
        cause: error,
      });
    }
    throw error;
  }
}

async function readFirstLine(text: AsyncGenerator<string>): Promise<string> {
  let start = "";
  while (!/[\r\n]/.test(start) && start.length < longestRecord) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  return start;
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

function delimiterOf(start: string): string {
  const [firstLine = ""] = start.split(/[\r\n]/, 1);
  const countOf = (delimiter: string) => firstLine.split(delimiter).length;
  return [";", "\t"].reduce((best, next) => (countOf(next) > countOf(best) ? next : best), ",");
}
