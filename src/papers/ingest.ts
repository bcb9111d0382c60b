import { type Recording, recordActByHand } from "../audit/record-act.ts";
import { isDay } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { isDatabaseFault } from "../db/database-fault.ts";
import { AppError, InvalidInputError, RefusedError } from "../errors.ts";
import type { Span } from "../telemetry/spans.ts";
import { traceStep } from "../telemetry/traces.ts";
import { insertListings, listIdsToEnrich, listPaperIds, noteDropped } from "./listings-store.ts";
import {
  addRejected,
  findRefusedSince,
  findValidators,
  insertSourceRun,
  listRejectedOn,
  replaceRejected,
  upsertValidators,
} from "./runs-store.ts";
import { deleteSignalsAhead, insertSignals } from "./signals-store.ts";
import { SourceUnavailableError } from "./sources/http.ts";
import {
  type Collected,
  type LookOptions,
  type RejectedItem,
  type SourceName,
  type SourcePaper,
  sourceNames,
} from "./sources/paper-source.ts";
import { lockIngest, markEnriched, upsertPapers } from "./store.ts";
import { storeOrRefuse } from "./store-or-refuse.ts";

type SourceState = { ok: boolean; error?: string };

export type IngestReport = {
  date: string;
  /** Papers that the asked sources list for the day, each counted once. */
  papers: number;
  /** Papers that were not known before. */
  new: number;
  /** Signals added, which is only where a number changed. */
  signals: number;
  rejected: { source: string; id: string; reason: string }[];
  /** Only the sources that were asked for. */
  sources: Partial<Record<SourceName, SourceState>>;
};

export type IngestInput = LookOptions & {
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  /** All of them unless said. */
  sources?: SourceName[] | undefined;
  /** Is told of each source before it is asked. */
  onSource?: ((source: SourceName) => Promise<void>) | undefined;
};

/** What one source's collection came to. */
type Tally = {
  ids: string[];
  added: number;
  signals: number;
  rejected: RejectedItem[];
  /** Of arXiv's query API; null when it was not asked. */
  isRefused: boolean | null;
};

/**
 * Collects a day's papers and their votes. Whatever a source answers for one item costs that item, named in
 * `rejected`; a source that is down, unreadable or out of time is reported in `sources`. Neither is thrown.
 * Safe to repeat: the second time adds signals whose numbers changed, and nothing else.
 *
 * @throws {InvalidInputError} for a malformed day.
 * @throws {RefusedError} for a day that has not begun.
 */
export function ingestDay(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log" | "traces"> & Recording,
  input: IngestInput,
): Promise<IngestReport> {
  return ctx.traces.span("ingest day", {}, async (span) => {
    const report = await ingest(ctx, input, span);
    const { papers, new: added, signals, sources } = report;
    await recordActByHand(ctx.db, ctx, {
      verb: "papers.ingest",
      subject: input.day,
      after: { papers, new: added, signals, sources },
    });
    return report;
  });
}

async function ingest(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log">,
  { day, sources = [...sourceNames], signal, onSource }: IngestInput,
  span: Span,
): Promise<IngestReport> {
  assertPast(day, ctx.clock.now());
  span.note({ "paperboy.day": day });
  const listed = new Set<string>();
  const report: IngestReport = { date: day, papers: 0, new: 0, signals: 0, rejected: [], sources: {} };
  for (const source of sourceNames.filter((name) => sources.includes(name))) {
    await onSource?.(source);
    const { state, tally } = await traceStep(`collect ${source}`, { "paperboy.source": source }, (step) =>
      collect(ctx, { source, day, signal }, step),
    );
    report.sources[source] = state;
    for (const id of tally.ids) listed.add(id);
    report.new += tally.added;
    report.signals += tally.signals;
    report.rejected.push(...tally.rejected.map(({ id, reason }) => ({ source, id, reason })));
  }
  report.papers = listed.size;
  ctx.log.info(
    {
      day,
      papers: report.papers,
      new: report.new,
      signals: report.signals,
      rejected: report.rejected.length,
    },
    "day ingested",
  );
  return report;
}

function assertPast(day: string, now: Date): void {
  if (!isDay(day)) {
    throw new InvalidInputError(`${JSON.stringify(day.slice(0, 40))} is not a day: write it as 2026-06-18.`);
  }
  if (Date.parse(day) > now.getTime()) {
    throw new RefusedError(`${day} lies in the future (UTC): its papers cannot be collected yet.`);
  }
}

type Look = LookOptions & { source: SourceName; day: string };

async function collect(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log">,
  look: Look,
  span: Span,
): Promise<{ state: SourceState; tally: Tally }> {
  const { source, day } = look;
  const startedAt = ctx.clock.now();
  const tally: Tally = { ids: [], added: 0, signals: 0, rejected: [], isRefused: null };
  const failures = [await collectListed(ctx, look, tally)];
  if (source === "arxiv") failures.push(await enrich(ctx, look, tally));
  const [failure] = failures.filter((one) => one !== null);
  const state: SourceState = failure ? { ok: false, error: failure.message } : { ok: true };
  if (failure) {
    span.fail(failure.code);
    ctx.log.warn({ source, day, reason: failure.message }, "source could not be collected");
  }
  span.note({
    "paperboy.papers": tally.ids.length,
    "paperboy.papers.new": tally.added,
    "paperboy.papers.rejected": tally.rejected.length,
    "paperboy.signals": tally.signals,
  });
  await insertSourceRun(ctx.db, {
    source,
    day,
    startedAt,
    finishedAt: ctx.clock.now(),
    isOk: state.ok,
    error: state.error ?? null,
    papers: tally.ids.length,
    rejected: tally.rejected.length,
    isRefused: tally.isRefused,
  });
  return { state, tally };
}

/**
 * What a source answers, or why it gave no usable answer. Anything that reading it threw is the answer's doing;
 * only a database that fails is a fault of ours.
 */
async function askSource<T>(source: SourceName, ask: () => Promise<T>): Promise<T | AppError> {
  try {
    return await ask();
  } catch (error) {
    if (isDatabaseFault(error)) throw error;
    if (error instanceof AppError) return error;
    const name = error instanceof Error ? error.name : "unknown";
    return new SourceUnavailableError(`${source} answered with something that cannot be read (${name}).`, {
      cause: error,
    });
  }
}

/** Stores what the source lists for the day; gives what was wrong with the source, or null. */
async function collectListed(
  { db, clock, sources }: Pick<Context, "db" | "clock" | "sources">,
  { source, day, signal }: Look,
  tally: Tally,
): Promise<AppError | null> {
  const collected = await askSource(source, () =>
    sources[source].collectDay(day, (url) => findValidators(db, url), { signal }),
  );
  if (collected instanceof AppError) return collected;
  if (collected.kind === "unchanged") {
    tally.ids = await listPaperIds(db, day, source);
    tally.rejected = await listRejectedOn(db, day, source);
    return null;
  }
  const stored = await db.transaction(async (tx) => {
    await lockIngest(tx);
    return storeListed(tx, { ...collected, source, day, now: clock.now() });
  });
  Object.assign(tally, stored);
  return collected.failure;
}

type Listed = Extract<Collected, { kind: "listed" }>;

async function storeListed(
  tx: Context["db"],
  { papers, rejected, validators, failure, source, day, now }: Listed & StoredLook,
): Promise<Omit<Tally, "isRefused">> {
  const { stored, refused } = await storeOrRefuse(tx, papers, async (step, some) => {
    const { added } = await upsertPapers(step, some, { now, ownsTexts: source === "huggingface" });
    await insertListings(step, { day, source, ids: some.map((paper) => paper.id), now });
    await deleteSignalsAhead(
      step,
      some.map((paper) => paper.id),
      now,
    );
    const observed = some.flatMap(({ id, signal }) => (signal ? [{ paperId: id, signal }] : []));
    return { ids: some.map((paper) => paper.id), added, signals: await insertSignals(step, observed, now) };
  });
  const items = [...rejected, ...refused.map((one) => rejectStored(source, one))];
  const named = [...papers, ...rejected].map((one) => one.id);
  // arXiv's announcements are never taken back; an item without a name may be the one that is missed.
  const isWhole = failure === null && named.every((id) => !id.startsWith("#"));
  if (source === "huggingface" && isWhole) await noteDropped(tx, { day, source, ids: named, now });
  // Of the part of the list that could not be had, nothing new is known.
  const keep = failure ? addRejected : replaceRejected;
  await keep(tx, { day, source, items, now });
  if (validators) await upsertValidators(tx, validators, now);
  return {
    ids: stored.flatMap((one) => one.ids),
    added: sum(stored.map((one) => one.added)),
    signals: sum(stored.map((one) => one.signals)),
    rejected: items,
  };
}

type StoredLook = { source: SourceName; day: string; now: Date };

function rejectStored(
  source: SourceName,
  { item, reason }: { item: SourcePaper; reason: string },
): RejectedItem {
  return { source, id: item.id, reason, payload: item };
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** Asks arXiv about the day's papers: categories, all authors, comment, DOI. Gives what was wrong with it, or null. */
async function enrich(
  { db, clock, sources }: Pick<Context, "db" | "clock" | "sources">,
  { day, signal }: Look,
  tally: Tally,
): Promise<AppError | null> {
  const { ids, known } = await listIdsToEnrich(db, day, clock.now());
  if (ids.length === 0) return null;
  const since = await findRefusedSince(db);
  const refusedForMs = since ? clock.now().getTime() - since.getTime() : 0;
  const found = await askSource("arxiv", () =>
    sources.arxiv.lookUp(ids, { day, refusedForMs, known, signal }),
  );
  if (found instanceof AppError) return found;
  tally.isRefused = found.isRefused;
  const now = clock.now();
  const rejected = await db.transaction(async (tx) => {
    await lockIngest(tx);
    const { refused } = await storeOrRefuse(tx, found.papers, (step, some) =>
      upsertPapers(step, some, { now, ownsTexts: false, isEnrichment: true }),
    );
    await markEnriched(tx, found.answered, now);
    const items = [...found.rejected, ...refused.map((one) => rejectStored("arxiv", one))];
    await addRejected(tx, { day, source: "arxiv", items, now });
    return items;
  });
  tally.rejected = [...tally.rejected, ...rejected];
  return found.failure;
}
