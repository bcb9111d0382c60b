import type { Context } from "../context.ts";
import { AppError, InvalidInputError, RefusedError } from "../errors.ts";
import { type Span, traceStep } from "../ops/traces.ts";
import type { Collected, RejectedItem, SourceName } from "./sources/source.ts";
import {
  addRejected,
  findValidators,
  idsToEnrich,
  insertListings,
  insertSignals,
  insertSourceRun,
  listedIds,
  lockIngest,
  markEnriched,
  rejectedOn,
  replaceRejected,
  upsertPapers,
  upsertValidators,
} from "./store.ts";

export type SourceState = { ok: boolean; error?: string };

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

export type IngestInput = {
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  /** All of them unless said. */
  sources?: SourceName[] | undefined;
};

/** What one source's collection came to. */
type Tally = { ids: string[]; added: number; signals: number; rejected: RejectedItem[] };

/**
 * Collects a day's papers and their votes. A source that is down is reported in `sources`, not thrown.
 * Safe to repeat: the second time adds signals whose numbers changed, and nothing else.
 *
 * @throws {InvalidInputError} for a malformed day.
 * @throws {RefusedError} for a day that has not begun.
 */
export function ingestDay(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log" | "traces">,
  input: IngestInput,
): Promise<IngestReport> {
  return ctx.traces.span("ingest day", {}, (span) => ingest(ctx, input, span));
}

async function ingest(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log">,
  { day, sources = ["huggingface", "arxiv"] }: IngestInput,
  span: Span,
): Promise<IngestReport> {
  assertPast(day, ctx.clock.now());
  span.note({ "paperboy.day": day });
  const listed = new Set<string>();
  const report: IngestReport = { date: day, papers: 0, new: 0, signals: 0, rejected: [], sources: {} };
  // Hugging Face first: arXiv is then asked about its papers too.
  for (const source of (["huggingface", "arxiv"] as const).filter((name) => sources.includes(name))) {
    const { state, tally } = await traceStep(`collect ${source}`, { "paperboy.source": source }, (step) =>
      collect(ctx, source, day, step),
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
  const start = Date.parse(`${day}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(start) && new Date(start).toISOString().startsWith(day);
  if (!isDay) {
    throw new InvalidInputError(`${JSON.stringify(day.slice(0, 40))} is not a day: write it as 2026-06-18.`);
  }
  if (start > now.getTime()) {
    throw new RefusedError(`${day} lies in the future (UTC): its papers cannot be collected yet.`);
  }
}

async function collect(
  ctx: Pick<Context, "db" | "clock" | "sources" | "log">,
  source: SourceName,
  day: string,
  span: Span,
): Promise<{ state: SourceState; tally: Tally }> {
  const startedAt = ctx.clock.now();
  const tally: Tally = { ids: [], added: 0, signals: 0, rejected: [] };
  let state: SourceState = { ok: true };
  try {
    await collectListed(ctx, source, day, tally);
    if (source === "arxiv") await enrich(ctx, day, tally);
  } catch (error) {
    // Only a source's own failure is an outcome; a database that is gone is a fault of ours.
    if (!(error instanceof AppError)) throw error;
    state = { ok: false, error: error.message };
    span.fail(error.code);
    ctx.log.warn({ source, day, reason: error.message }, "source could not be collected");
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
  });
  return { state, tally };
}

/** What the source lists for the day, stored whole or not at all. */
async function collectListed(
  { db, clock, sources }: Pick<Context, "db" | "clock" | "sources">,
  source: SourceName,
  day: string,
  tally: Tally,
): Promise<void> {
  const collected = await sources[source].collectDay(day, (url) => findValidators(db, url));
  if (collected.kind === "unchanged") {
    tally.ids = await listedIds(db, day, source);
    tally.rejected = await rejectedOn(db, day, source);
    return;
  }
  const stored = await db.transaction(async (tx) => {
    await lockIngest(tx);
    return storeListed(tx, { ...collected, source, day, now: clock.now() });
  });
  Object.assign(tally, stored, {
    ids: collected.papers.map((paper) => paper.id),
    rejected: collected.rejected,
  });
}

type Listed = Extract<Collected, { kind: "listed" }>;

async function storeListed(
  tx: Context["db"],
  { papers, rejected, validators, source, day, now }: Listed & { source: SourceName; day: string; now: Date },
): Promise<Pick<Tally, "added" | "signals">> {
  const { added } = await upsertPapers(tx, papers, { now, ownsTexts: source === "huggingface" });
  await insertListings(tx, { day, source, ids: papers.map((paper) => paper.id), now });
  const observed = papers.flatMap(({ id, signal }) => (signal ? [{ paperId: id, signal }] : []));
  const signals = await insertSignals(tx, observed, now);
  await replaceRejected(tx, { day, source, items: rejected, now });
  if (validators) await upsertValidators(tx, validators, now);
  return { added, signals };
}

/** Asks arXiv about the day's papers: categories, all authors, comment, DOI. */
async function enrich(
  { db, clock, sources }: Pick<Context, "db" | "clock" | "sources">,
  day: string,
  tally: Tally,
): Promise<void> {
  const ids = await idsToEnrich(db, day, clock.now());
  if (ids.length === 0) return;
  const { papers, rejected } = await sources.arxiv.lookUp(ids);
  const now = clock.now();
  await db.transaction(async (tx) => {
    await lockIngest(tx);
    await upsertPapers(tx, papers, { now, ownsTexts: false, isEnrichment: true });
    await markEnriched(tx, ids, now);
    await addRejected(tx, { day, source: "arxiv", items: rejected, now });
  });
  tally.rejected = [...tally.rejected, ...rejected];
}
