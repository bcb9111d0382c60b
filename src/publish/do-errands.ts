import { actingAs } from "../audit/actor.ts";
import { addDays } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { publishPauseMs } from "../due/due-rules.ts";
import type {
  CollectedDay,
  ErrandOutcome,
  ErrandProgress,
  IngestErrand,
  PublishErrand,
  PublishStep,
} from "../due/errand.ts";
import { type ErrandToDo, finishErrand, listErrandsToDo, noteProgress } from "../due/errands-store.ts";
import { type Taken, takeDue } from "../due/take-due.ts";
import { AppError } from "../errors.ts";
import { type IngestReport, ingestDay } from "../papers/ingest.ts";
import { publishEdition } from "./publish-edition.ts";

/** What fails so often is not tried again by itself. */
const mostAttempts = 5;

/**
 * Does what operators asked for, one after the other, until nothing is open or another worker is at it. Safe to repeat,
 * in many processes at once.
 *
 * @returns how many came to their end.
 */
export async function doErrands(ctx: Context): Promise<{ done: number }> {
  for (let done = 0; ; done += 1) {
    const [next] = await listErrandsToDo(ctx.db, ctx.clock.now());
    if (!next || (await doErrand(ctx, next)).kind === "idle") return { done };
  }
}

/** In the name of who asked. What is refused is an outcome; anything else that fails is tried again after a pause. */
function doErrand(ctx: Context, errand: ErrandToDo): Promise<Taken<ErrandOutcome>> {
  const key = { table: "due_errands", id: errand.id } as const;
  return takeDue(ctx, key, publishPauseMs, async ({ attempts, leaseId }) => {
    const claim = { id: errand.id, leaseId };
    const tell = (progress: ErrandProgress) => noteProgress(ctx.db, claim, progress, ctx.clock.now());
    const outcome: ErrandOutcome =
      attempts > mostAttempts
        ? { kind: "given-up" }
        : await carryOut(actingAs(ctx, errand.askedBy), errand, tell).catch(refusal);
    await finishErrand(ctx.db, claim, outcome, ctx.clock.now());
    return { kind: "done", value: outcome };
  });
}

function refusal(error: unknown): ErrandOutcome {
  if (error instanceof AppError && !error.isRetryable) return { kind: "refused", message: error.message };
  throw error;
}

type Tell = (progress: ErrandProgress) => Promise<void>;

function carryOut(ctx: Context, { asked, progress }: ErrandToDo, tell: Tell): Promise<ErrandOutcome> {
  if (asked.kind === "publish") return publish(ctx, asked, tell);
  // Whoever took over from a worker that died goes on where that was.
  return collect(ctx, asked, progress?.kind === "ingest" ? progress.days : [], tell);
}

async function publish(ctx: Context, asked: PublishErrand, tell: Tell): Promise<ErrandOutcome> {
  const { cadence, period, isHeld, isNow } = asked;
  const onStep = (step: PublishStep) => tell({ kind: "publish", step });
  const { editionId, papers, lateRisers, planned, batches, state } = await publishEdition(ctx, {
    cadence,
    period,
    isHeld,
    isNow,
    onStep,
  });
  return { kind: "published", editionId, papers, lateRisers, planned, batches, state };
}

async function collect(
  ctx: Context,
  { firstDay, lastDay, sources }: IngestErrand,
  known: CollectedDay[],
  tell: Tell,
): Promise<ErrandOutcome> {
  const days = [...known];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    if (days.some((one) => one.day === day)) continue;
    const report = await ingestDay(ctx, {
      day,
      sources,
      onSource: (source) => tell({ kind: "ingest", days, day, source }),
    });
    days.push(collectedDay(report));
  }
  return { kind: "collected", days };
}

function collectedDay(report: IngestReport): CollectedDay {
  const failed = Object.entries(report.sources).flatMap(([source, { ok, error }]) =>
    ok ? [] : [{ source, error: error ?? "no usable answer" }],
  );
  const { date, papers, signals, rejected } = report;
  return { day: date, papers, new: report.new, signals, rejected: rejected.length, failed };
}
