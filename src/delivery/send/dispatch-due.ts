import type { Context } from "../../context.ts";
import { noteMailing } from "../../due/marks-store.ts";
import { noteDue } from "../../due/note-due.ts";
import { ringDue } from "../../due/ring-due.ts";
import { ringPictures } from "../../editions/pictures/ring-pictures.ts";
import { ringCitingRepos } from "../../papers/repos/ring-citing-repos.ts";
import { ringSummaries } from "../../summaries/ring-summaries.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import { plainTrouble } from "../codes.ts";
import { leavesToOthers } from "../leaves-to-others.ts";
import { markUncertain } from "../ledger/answers-store.ts";
import { listDueBatches, listExpiredBatches } from "../ledger/batches-store.ts";
import { finishEditions, reopenEditions } from "../ledger/editions-store.ts";
import { excludeOutdated } from "../ledger/warm-up-store.ts";
import { findGateBlock } from "../provider/gate-store.ts";
import { endHolds } from "./end-holds.ts";
import { keyAliveSince } from "./key-life.ts";

/** At a pace without a limit, this many between two looks. */
const mostRings = 5_000;
/** Repeats, splits and batches in which few are left cost more rings than requests. */
const spareRings = 100;

/** Where the provider says how many requests a second it takes, it says no more than this. */
const mostToldPerSecond = 100;

/** BullMQ may lose a job from its line and keep its id, which would refuse every new ring: so ids change this often. */
const ringLifeMs = 60_000;

/**
 * Reads from PostgreSQL what is due and rings for it: batches to send, periods to publish, days to look at,
 * housekeeping. Safe to repeat at any time, by any number of workers.
 *
 * @returns how many batches it rang for, and how many became uncertain.
 */
export async function dispatchDue(ctx: Context): Promise<{ rung: number; uncertain: number }> {
  const now = ctx.clock.now();
  // Neither waits for what ails the other.
  const [clock, batches] = await Promise.allSettled([dispatchClock(ctx, now), dispatchBatches(ctx, now)]);
  if (clock.status === "rejected") throw clock.reason;
  if (batches.status === "rejected") throw batches.reason;
  return batches.value;
}

async function dispatchClock(ctx: Context, now: Date): Promise<void> {
  await noteDue(ctx.db, ctx.config.schedule, now);
  await ringDue(ctx, now);
  await ringSummaries(ctx, now);
  await ringCitingRepos(ctx, now);
  await ringPictures(ctx, now);
}

/**
 * Rings for batches that are due, unless readers are to be mailed by another mailer than this process has; gives up those
 * whose key no longer protects a repetition, lets editions go whose hold is over, pauses those that draw too many
 * complaints or bounces, and marks finished ones as sent.
 */
async function dispatchBatches(ctx: Context, now: Date): Promise<{ rung: number; uncertain: number }> {
  const uncertain = await giveUpExpired(ctx, now);
  await reopenEditions(ctx.db);
  await endHolds(ctx, now);
  await tripBreakers(ctx, now);
  if (ctx.config.delivery.warmUp.length > 0) await excludeOutdated(ctx.db, now);
  await finishEditions(ctx.db, now);
  if (ctx.mailer.name !== "outbox") await noteMailing(ctx.db, ctx.mailer.name, now);
  else if (await leavesToOthers(ctx)) {
    sayAside(ctx);
    return { rung: 0, uncertain };
  }
  const block = await findGateBlock(ctx.db, now);
  // A short block ends before the next look.
  const delayMs = block ? block.until.getTime() - now.getTime() : 0;
  if (delayMs > ctx.config.delivery.dispatchEveryMs) return { rung: 0, uncertain };
  const due = await listDueBatches(ctx.db, now, ringsBetweenLooks(ctx));
  if (due.length === 0) return { rung: 0, uncertain };
  const life = Math.floor(now.getTime() / ringLifeMs);
  await ctx.queues.ringAll(
    "deliver",
    // The number of attempts in the id lets a batch ring again while a killed worker's job still lies about.
    due.map(({ id, editionId, attempts }) => ({
      payload: { batchId: id, editionId },
      jobId: `${id}-${attempts}-${life}`,
      delayMs,
    })),
  );
  return { rung: due.length, uncertain };
}

/** Once, since each look would find the same. */
function sayAside({ aside, log }: Context): void {
  if (aside.isSaid) return;
  aside.isSaid = true;
  log.warn({}, "this process leaves editions and digests to one that mails by the provider");
}

/** Twice as many as can be sent until the next look; the rest need not lie in the queue yet. */
function ringsBetweenLooks({ config, mailer }: Context): number {
  if (mailer.name === "outbox") return mostRings;
  const perSecond = config.mail.resend.requestsPerSecond ?? mostToldPerSecond;
  const requests = (perSecond * config.delivery.dispatchEveryMs) / 1000;
  return Math.min(mostRings, Math.ceil(2 * requests) + spareRings);
}

async function giveUpExpired(ctx: Context, now: Date): Promise<number> {
  const expired = await listExpiredBatches(ctx.db, keyAliveSince(now), now);
  for (const batch of expired) {
    await markUncertain(ctx.db, batch, plainTrouble("key-expired"), now);
    ctx.log.warn({ batchId: batch.id }, "batch is uncertain: its key has expired");
  }
  return expired.length;
}
