import { setImmediate as immediate } from "node:timers/promises";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { InvalidInputError } from "../../errors.ts";
import { usualChoices } from "../usual-choices.ts";
import { type ColumnUse, decideColumns, type ListAnswers, noAnswers } from "./decide-columns.ts";
import { type ImportRow, insertImported, openImportRehearsal, rehearseImported } from "./import-store.ts";
import { type Leaver, rehearseLeavers, suppressLeavers } from "./leavers-store.ts";
import { type ByteStream, type KeptList, keepList } from "./list-bytes.ts";
import type { ListRecord } from "./list-table.ts";
import { openLookAlikes } from "./look-alike-lines.ts";
import { openTable } from "./read-records.ts";
import { type OpenWord, type RowResult, rowReader } from "./read-row.ts";
import { surveyColumns } from "./survey-columns.ts";
import { findEncoding, type TextEncoding } from "./text-lines.ts";

/** A line that is not imported; one that is kept out says of its reader that they left, or must not be mailed. */
export type RefusedLine = { line: number; reason: string; isKeptOut: boolean };

export type ImportInput = {
  /** A list as other programs export it (CSV, JSON), or as we do; its bytes once, or kept so that they can be read again. */
  lines: ByteStream | KeptList;
  /** What the subscribers agreed to and where, in the operator's words; kept with each. */
  consent: string;
  /** Counts and reports, and changes nothing. */
  isDryRun: boolean;
  /** What the operator says of columns and words that are not known. */
  answers?: ListAnswers;
  /** Hears what each column is taken for, before anything is written. */
  onColumns?: (columns: ColumnUse[]) => void;
  /** Done before the first of them is written, once nothing in the list stands in the way; what it throws ends the import. */
  beforeWriting?: () => Promise<void>;
  /** Hears the number of records read, after every batch of them. */
  onProgress?: (read: number) => void;
  /** Hears of every line that is not imported; the report keeps the first thousand only. */
  onRefused?: (refused: RefusedLine, cells: string[]) => void;
};

export type ImportReport = {
  /** Records in the file, without a header: always the sum of imported, known, kept out and refused. */
  read: number;
  imported: number;
  /** Known already, or repeated in the file; left as they are, save that a pending one becomes active. */
  known: number;
  /** Those of whom the file says that they left, bounced or complained, and those whose address was suppressed. */
  keptOut: number;
  /** Neither yes nor no, or not usable; a later file may bring them in. */
  refusedCount: number;
  /** Of those kept out, the lines whose address was suppressed already, before or by another line. */
  suppressed: number;
  /** Addresses that are suppressed from now on. */
  newlySuppressed: number;
  /** The first thousand lines of which the file itself is the reason, in order. */
  refused: RefusedLine[];
  /** The same by reason, with the number of lines and the first of them. */
  reasons: RefusalReason[];
  columns: ColumnUse[];
};

type RefusalReason = {
  reason: string;
  isKeptOut: boolean;
  count: number;
  firstLine: number;
  /** The word that an answer would settle. */
  word?: OpenWord;
};

/** Few enough to be gone when memory is next cleaned up, as with the pieces in which a list is read. */
const batchSize = 250;
const reportedLines = 1000;
const reportedReasons = 500;

/**
 * Imports subscribers as `active`, on the operator's word that they agreed. Reads the list for its columns first, and
 * writes nothing while one of them is open. Streams: memory does not grow with the file. Safe to repeat and to take up
 * again after it was cut off; nobody who unsubscribed or is suppressed comes back by it, and whom the file says no of
 * is suppressed, unless they read Paperboy by their own wish.
 *
 * @throws {InvalidInputError} without a consent text, or when the file has no addresses; {OpenQuestionsError} when a
 * column may say who wants no mail and nobody told what it means.
 */
export async function importSubscribers(ctx: Context, input: ImportInput): Promise<ImportReport> {
  if (input.consent.trim() === "")
    throw new InvalidInputError("Say what the subscribers agreed to: the consent text is empty.");
  if (!(Symbol.asyncIterator in input.lines)) return importList(ctx, input, input.lines);
  const list = await keepList(input.lines);
  try {
    return await importList(ctx, input, list);
  } finally {
    await list.close();
  }
}

async function importList(ctx: Context, input: ImportInput, list: KeptList): Promise<ImportReport> {
  const encoding = await findEncoding(list.open());
  const survey = await surveyColumns(await openTable(list.open(), encoding));
  const columns = decideColumns(survey, input.answers ?? noAnswers);
  input.onColumns?.(columns);
  const source = { list, encoding, columns };
  if (!input.isDryRun) return importRecorded(ctx, input, source);
  return ctx.db.transaction(async (tx) => {
    await openImportRehearsal(tx);
    return importInto(tx, ctx, input, source);
  });
}

/** Recorded when it begins and when it is done: one that was cut off has imported some of its readers too. */
async function importRecorded(ctx: Context, input: ImportInput, source: ListSource): Promise<ImportReport> {
  await input.beforeWriting?.();
  await recordAct(ctx.db, ctx, {
    verb: "subscribers.begin-import",
    after: { consent: input.consent.trim() },
  });
  const report = await importInto(ctx.db, ctx, input, source);
  const { read, imported, known, keptOut, refusedCount, newlySuppressed } = report;
  await recordAct(ctx.db, ctx, {
    verb: "subscribers.import",
    after: { read, imported, known, keptOut, refused: refusedCount, newlySuppressed },
  });
  return report;
}

type ListSource = { list: KeptList; encoding: TextEncoding; columns: ColumnUse[] };

async function importInto(
  db: Database,
  ctx: Context,
  input: ImportInput,
  { list, encoding, columns }: ListSource,
): Promise<ImportReport> {
  const report: ImportReport = {
    read: 0,
    imported: 0,
    known: 0,
    keptOut: 0,
    refusedCount: 0,
    suppressed: 0,
    newlySuppressed: 0,
    refused: [],
    reasons: [],
    columns,
  };
  const reasons = new Map<string, RefusalReason>();
  const hear = await recordHearer(db, ctx, columns, (refused, word, cells) => {
    refuse(report, reasons, refused, word);
    input.onRefused?.(refused, cells);
  });
  const { records } = await openTable(list.open(), encoding);
  let writing: Promise<void> = Promise.resolve();
  let batch = emptyBatch();
  const write = async () => {
    await writing;
    writing = writeBatch(db, ctx, input, batch, report);
    writing.catch(() => {}); // thrown where it is awaited
    batch = emptyBatch();
    // Reading goes on from one promise to the next, and would keep the statement from being sent.
    await immediate();
  };
  try {
    for await (const record of records) {
      hear(record, batch);
      if (batch.read === batchSize) await write();
    }
    if (batch.read > 0) await write();
  } finally {
    await writing;
  }
  report.reasons = [...reasons.values()].sort((a, b) => b.count - a.count);
  return report;
}

/** What is kept of so many records until it is written; of the records themselves nothing, lest they outlive a collection. */
type HeardBatch = { read: number; rows: ImportRow[]; leavers: Leaver[] };

const emptyBatch = (): HeardBatch => ({ read: 0, rows: [], leavers: [] });

/** Judges the records of a list, to be asked for each in order; hears of each that is not imported. */
async function recordHearer(
  db: Database,
  ctx: Context,
  columns: ColumnUse[],
  onRefused: (refused: RefusedLine, word: OpenWord | undefined, cells: string[]) => void,
): Promise<(record: ListRecord, batch: HeardBatch) => void> {
  const refuseLookAlike = await openLookAlikes(db);
  const readRow = rowReader(columns);
  const withUsual = usualChoices(ctx, ctx.clock.now());
  return ({ line, cells, problem }, batch) => {
    batch.read += 1;
    const read: RowResult = problem === null ? readRow(cells) : { kind: "refused", reason: problem };
    const result = refuseLookAlike(read);
    if (result.kind === "row") {
      batch.rows.push({ ...result.row, preferences: withUsual(result.row.preferences) });
      return;
    }
    const word = result.kind === "refused" ? result.word : undefined;
    onRefused({ line, reason: result.reason, isKeptOut: result.kind === "left" }, word, cells);
    if (result.kind === "left") batch.leavers.push(result.leaver);
  };
}

/** Writes a batch, or rehearses it, and counts in the report what came of it; the next is read meanwhile. */
async function writeBatch(
  db: Database,
  ctx: Context,
  input: ImportInput,
  { read, rows, leavers }: HeardBatch,
  report: ImportReport,
): Promise<void> {
  const consent = { source: "import", wording: input.consent.trim() };
  // Before the others: of two lines on the same address, the one that says no counts.
  report.newlySuppressed += input.isDryRun
    ? await rehearseLeavers(db, ctx.addressKeys, leavers)
    : await suppressLeavers(db, ctx.addressKeys, leavers, ctx.clock.now());
  const counts = input.isDryRun
    ? await rehearseImported(db, ctx.addressKeys, rows)
    : await insertImported(db, ctx.addressKeys, rows, consent, ctx.clock.now());
  report.read += read;
  report.imported += counts.imported;
  report.suppressed += counts.suppressed;
  report.keptOut += counts.suppressed;
  report.known += rows.length - counts.imported - counts.suppressed;
  input.onProgress?.(report.read);
}

function refuse(
  report: ImportReport,
  reasons: Map<string, RefusalReason>,
  refused: RefusedLine,
  word: OpenWord | undefined,
): void {
  const { line, reason, isKeptOut } = refused;
  if (isKeptOut) report.keptOut += 1;
  else report.refusedCount += 1;
  if (report.refused.length < reportedLines) report.refused.push(refused);
  const known = reasons.get(reason);
  if (known) known.count += 1;
  else if (reasons.size < reportedReasons)
    reasons.set(reason, { reason, isKeptOut, count: 1, firstLine: line, ...(word ? { word } : {}) });
}
