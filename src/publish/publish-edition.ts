import { recordAct } from "../audit/record-act.ts";
import { type Cadence, closeOf, periodDays } from "../calendar/periods.ts";
import { publicationInstant } from "../calendar/publication-times.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { tripBreakers } from "../delivery/breaker/breaker.ts";
import { isPausedByBreaker, stateSentence } from "../delivery/breaker/pause-words.ts";
import { holdSentence } from "../delivery/hold-words.ts";
import { wakeReaders } from "../delivery/idle/wake-readers.ts";
import { writeDeadline } from "../delivery/ledger/holds-store.ts";
import { editionMoves } from "../delivery/ledger/moves.ts";
import { isEditionRetired } from "../delivery/ledger/retire-store.ts";
import { bornAs } from "../delivery/ledger/step.ts";
import { makePartitionFor } from "../delivery/partitions/keep-partitions.ts";
import { planDeliveries } from "../delivery/plan/plan-deliveries.ts";
import { advanceDueTimes, countPlannedBatches } from "../delivery/plan/store.ts";
import { crashPoint } from "../delivery/send/crash-point.ts";
import { ringDispatch } from "../delivery/send/ring-dispatch.ts";
import type { PublishStep } from "../due/errand.ts";
import { decidePeriod, findPeriodState, settlePublished } from "../due/store.ts";
import type { Edition } from "../editions/edition.ts";
import { editionId, type FreezeInput, freezeEdition } from "../editions/freeze-edition.ts";
import { rankEdition } from "../editions/rank-edition.ts";
import { countPapers, type EditionRow, findEditionRow, lockCadence } from "../editions/store.ts";
import { RefusedError } from "../errors.ts";
import { listMissingSources } from "../papers/runs-store.ts";
import { noPapers } from "../ranking/no-papers.ts";
import { endPauses } from "../subscribers/end-pauses.ts";
import { traceStep } from "../telemetry/traces.ts";
import { assertBegun } from "./ask-publish.ts";
import { holdOf } from "./hold-rules.ts";

export type PublishInput = {
  cadence: Cadence;
  period: string;
  /** Whether it waits for an operator's approval; null leaves it to the configuration. */
  isHeld: boolean | null;
  /** Everything is due at once, whatever the reader's hour. */
  isNow: boolean;
  /** Is told of each step before it begins; none begins of an edition that is there. */
  onStep?: (step: PublishStep) => Promise<void>;
};

export type Published = {
  editionId: string;
  period: string;
  /** Of the period's own. */
  papers: number;
  lateRisers: number;
  planned: number;
  batches: number;
  /** As it stands now: publishing again changes neither a held, a paused nor a cancelled edition. */
  state: EditionRow["state"];
  /** Why it stands so, without a full stop; null when there is nothing to say. */
  reason: string | null;
  isPausedByBreaker: boolean;
  /** Only its totals are kept. */
  isRetired: boolean;
};

/**
 * Freezes the edition of a period and plans its deliveries, in one transaction, then rings the dispatcher.
 * Safe to repeat, also at once in two processes: an edition is frozen once, and the counts are the same. The period
 * is then settled in the ledger of what is due, whatever stood there.
 *
 * @throws {InvalidInputError} for a period that is malformed.
 * @throws {RefusedError} for a period that has not begun or has no papers, and while readers wait for another mailer.
 */
export function publishEdition(ctx: Context, input: PublishInput): Promise<Published> {
  const { cadence, period } = input;
  return publish(ctx, input, async (tx, now) => {
    const published = await freezeOnce(ctx, tx, input, now);
    const dueAt =
      publicationInstant(cadence, period, ctx.config.schedule.publishAt) ?? closeOf(cadence, period);
    await decidePeriod(tx, cadence, { period, dueAt }, "published", now);
    return published;
  });
}

/**
 * Publishes a period as the schedule does, as long as the ledger says that it is due; null when it does not.
 * Safe to repeat as `publishEdition` is.
 *
 * @throws {RefusedError} for a period that has no papers.
 */
export function publishIfDue(
  ctx: Context,
  { cadence, period }: Pick<PublishInput, "cadence" | "period">,
): Promise<Published | null> {
  const input = { cadence, period, isHeld: null, isNow: false };
  return publish(ctx, input, async (tx, now) => {
    if ((await findPeriodState(tx, cadence, period)) !== "due") return null;
    const published = await freezeOnce(ctx, tx, input, now);
    // Last, so that nobody who renews the lease waits for the planning.
    const isSettled = await settlePublished(tx, { cadence, period }, now);
    if (!isSettled) throw new RefusedError(`${period} was decided about while it was being published.`);
    return published;
  });
}

function publish<T extends Published | null>(
  ctx: Context,
  input: PublishInput,
  inTurn: (tx: Database, now: Date) => Promise<T>,
): Promise<T> {
  return ctx.traces.span("publish edition", {}, async (span) => {
    const now = ctx.clock.now();
    assertBegun(input.cadence, input.period, now);
    span.note({ "paperboy.edition.id": editionId(input.cadence, input.period) });
    await endPauses(ctx);
    await wakeReaders(ctx);
    await makePartitionFor(ctx, input);
    const published = await ctx.db.transaction(async (tx) => {
      await lockCadence(tx, input.cadence);
      const answer = await inTurn(tx, now);
      crashPoint(ctx, "plan-uncommitted");
      return answer;
    });
    crashPoint(ctx, "plan-committed");
    if (published !== null)
      span.note({
        "paperboy.papers": published.papers,
        "paperboy.papers.late": published.lateRisers,
        "paperboy.planned": published.planned,
        "paperboy.batches": published.batches,
      });
    await ringDispatch(ctx);
    return published;
  });
}

/** The caller holds the cadence's lock. */
async function freezeOnce(ctx: Context, tx: Database, input: PublishInput, now: Date): Promise<Published> {
  const id = editionId(input.cadence, input.period);
  const isNew = (await findEditionRow(tx, id)) === null;
  if (isNew) await freezeAndPlan(ctx, tx, input, now);
  const advanced = input.isNow ? await advanceDueTimes(tx, id, now) : 0;
  // Of a new edition its publication tells it.
  if (!isNew && advanced > 0)
    await recordAct(tx, ctx, { verb: "edition.hasten", subject: id, after: { advanced } });
  return requirePublished(tx, id, input.period);
}

async function freezeAndPlan(ctx: Context, tx: Database, input: PublishInput, now: Date): Promise<void> {
  const { isHeld, deadline } = holdOf(input.cadence, input.isHeld, ctx.config.hold, now);
  const state = bornAs(editionMoves, "publish", isHeld ? "held" : "sending");
  await input.onStep?.("rank");
  const edition = await traceStep("freeze edition", {}, () => freeze(tx, input, state, now));
  if (deadline !== null) await writeDeadline(tx, edition.id, deadline);
  await input.onStep?.("plan");
  const { planned } = await traceStep("plan deliveries", {}, () =>
    planDeliveries(ctx, tx, edition, input.isNow),
  );
  await recordAct(tx, ctx, {
    verb: "edition.publish",
    subject: edition.id,
    after: { isHeld, isNow: input.isNow, planned, goesAt: deadline?.atEnd === "go" ? deadline.endsAt : null },
  });
  await tripBreakers(ctx, now, edition.id, tx);
  const { own, late } = await countPapers(tx, edition.id);
  ctx.log.info({ editionId: edition.id, papers: own, lateRisers: late, planned }, "edition published");
}

async function freeze(
  tx: Database,
  input: PublishInput,
  state: FreezeInput["state"],
  now: Date,
): Promise<Edition> {
  const ranked = await rankEdition(tx, { cadence: input.cadence, period: input.period, now });
  if (!ranked.some((paper) => paper.section === "top")) {
    throw noPapers(input.cadence, input.period);
  }
  await input.onStep?.("freeze");
  return freezeEdition(tx, {
    cadence: input.cadence,
    period: input.period,
    ranked,
    missingSources: await listMissingSources(tx, periodDays(input.cadence, input.period)),
    now,
    state,
  });
}

async function requirePublished(tx: Database, id: string, period: string): Promise<Published> {
  const row = await findEditionRow(tx, id);
  if (!row) throw new Error(`${id} was frozen in this transaction and is not there`);
  const { own, late } = await countPapers(tx, id);
  return {
    editionId: id,
    period,
    papers: own,
    lateRisers: late,
    planned: row.planned,
    batches: await countPlannedBatches(tx, id),
    state: row.state,
    reason: stateSentence(row) ?? holdSentence(row),
    isPausedByBreaker: isPausedByBreaker(row),
    isRetired: await isEditionRetired(tx, id),
  };
}
