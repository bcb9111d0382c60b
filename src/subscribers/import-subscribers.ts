import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { InvalidInputError } from "../errors.ts";
import { readColumns } from "./csv/columns.ts";
import { type ListRecord, readRecords } from "./csv/read-records.ts";
import { type RowResult, readRow } from "./csv/read-row.ts";
import { type Leaver, rehearseLeavers, suppressLeavers } from "./leavers-store.ts";
import { openLookAlikes } from "./look-alike-lines.ts";
import { type ImportRow, insertImported, openImportRehearsal, rehearseImported } from "./store.ts";

export type RefusedLine = { line: number; reason: string };

export type ImportInput = {
  /** The bytes of a CSV file: plain, or as listmonk, Mailchimp and Substack export it; or our own JSON lines. */
  lines: AsyncIterable<Uint8Array | string>;
  /** What the subscribers agreed to and where, in the operator's words; kept with each. */
  consent: string;
  /** Counts and reports, and changes nothing. */
  isDryRun: boolean;
  /** Hears the number of records read, after every thousand. */
  onProgress?: (read: number) => void;
  /** Hears of every line that is not imported; the report keeps the first thousand only. */
  onRefused?: (refused: RefusedLine, cells: string[]) => void;
};

export type ImportReport = {
  /** Records in the file, without a header; the sum of the counts below and of `refused`. */
  read: number;
  imported: number;
  /** Known already, or repeated in the file; left as they are, save that a pending one becomes active. */
  known: number;
  suppressed: number;
  refusedCount: number;
  /** Those refused of whom the file says that they left, bounced or complained, and who are suppressed from now on. */
  keptOut: number;
  refused: RefusedLine[];
};

const batchSize = 1000;
const reportedLines = 1000;

/**
 * Imports subscribers as `active`, on the operator's word that they agreed. Streams: memory does not grow
 * with the file. Safe to repeat and to take up again after it was cut off; nobody who unsubscribed or is
 * suppressed comes back by it, and whom the file says no of is suppressed, unless they read Paperboy by their own wish.
 *
 * @throws {InvalidInputError} without a consent text, or when the file has no addresses or is no CSV.
 */
export async function importSubscribers(ctx: Context, input: ImportInput): Promise<ImportReport> {
  if (input.consent.trim() === "")
    throw new InvalidInputError("Say what the subscribers agreed to: the consent text is empty.");
  if (!input.isDryRun) return importInto(ctx.db, ctx, input);
  return ctx.db.transaction(async (tx) => {
    await openImportRehearsal(tx);
    return importInto(tx, ctx, input);
  });
}

async function importInto(db: Database, ctx: Context, input: ImportInput): Promise<ImportReport> {
  const report: ImportReport = {
    read: 0,
    imported: 0,
    known: 0,
    suppressed: 0,
    refusedCount: 0,
    keptOut: 0,
    refused: [],
  };
  const refuseLookAlike = await openLookAlikes(db);
  const consent = { source: "import", wording: input.consent.trim() };
  for await (const records of inBatches(readRecords(input.lines))) {
    const rows: ImportRow[] = [];
    const leavers: Leaver[] = [];
    for (const record of records) {
      const { line, cells, problem } = record;
      const read: RowResult =
        problem === null ? readRow(record.columns, cells) : { kind: "refused", reason: problem };
      const result = refuseLookAlike(read);
      if (result.kind === "row") {
        rows.push(result.row);
        continue;
      }
      refuse(report, input, { line, reason: result.reason }, cells);
      if ("leaver" in result) leavers.push(result.leaver);
    }
    // Before the others: of two lines on the same address, the one that says no counts.
    report.keptOut += input.isDryRun
      ? await rehearseLeavers(db, ctx.addressKeys, leavers)
      : await suppressLeavers(db, ctx.addressKeys, leavers, ctx.clock.now());
    const counts = input.isDryRun
      ? await rehearseImported(db, ctx.addressKeys, rows)
      : await insertImported(db, ctx.addressKeys, rows, consent, ctx.clock.now());
    report.read += records.length;
    report.imported += counts.imported;
    report.suppressed += counts.suppressed;
    report.known += rows.length - counts.imported - counts.suppressed;
    input.onProgress?.(report.read);
  }
  return report;
}

function refuse(report: ImportReport, input: ImportInput, refused: RefusedLine, cells: string[]): void {
  report.refusedCount += 1;
  if (report.refused.length < reportedLines) report.refused.push(refused);
  input.onRefused?.(refused, cells);
}

type PlacedRecord = ListRecord & { columns: ReturnType<typeof readColumns>["columns"] };

async function* inBatches(records: AsyncIterable<ListRecord>): AsyncGenerator<PlacedRecord[]> {
  let columns: PlacedRecord["columns"] | null = null;
  let batch: PlacedRecord[] = [];
  for await (const record of records) {
    if (columns === null) {
      const first = readColumns(record.cells);
      columns = first.columns;
      if (first.isHeader) continue;
    }
    batch.push({ ...record, columns });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (columns === null) throw new InvalidInputError("The file is empty.");
  if (batch.length > 0) yield batch;
}
