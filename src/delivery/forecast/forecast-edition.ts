import { domainOf } from "../../addresses/bare-address.ts";
import { dayOf } from "../../calendar/periods.ts";
import { nextPublication } from "../../calendar/publication-times.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import type { CompiledEdition } from "../../digest/edition-cache.ts";
import { type EditionRow, requireEditionRow } from "../../editions/store.ts";
import type { DeliveryReason } from "../codes.ts";
import { listRecipients } from "../ledger/deliveries-store.ts";
import type { EditionState } from "../ledger/moves.ts";
import { countWarmUpDays, countWarmUpMails } from "../ledger/warm-up-store.ts";
import { decideReaders, type ReaderDecision } from "../plan/decide-readers.ts";
import { capOn } from "../plan/warm-up.ts";
import { findGateBlock } from "../provider/gate-store.ts";
import { findPace } from "../provider/present-pace.ts";
import { deliveryReasonWords } from "../reason-words.ts";
import { type CappedDays, capDays, type WarmUpAhead } from "./cap-days.ts";
import { countOpenBatches, type ForecastLook } from "./count-batches.ts";
import { estimateAll, type ForeseenBatch, marginOf, type OpenBatch } from "./estimate.ts";
import { type DueRequests, type LeavingHour, spreadRequests } from "./spread-requests.ts";
import { listOthersRequests } from "./store.ts";

/** What an edition would bring, were it let go now and its readers left as they are. */
export type EditionForecast = {
  editionId: string;
  state: EditionState;
  forecastAt: Date;
  /** Readers who have not been mailed: the sum of mails and of who is excluded. */
  readers: number;
  mails: number;
  /** How many of the mails are quiet ones. */
  quiet: number;
  /** The most frequent first. */
  excluded: ExcludedReaders[];
  requests: number;
  /** Requests a second at the present limit; null where mails stay in the local mailbox. */
  requestsPerSecond: number | null;
  /** How long all requests take at that pace, were they due at once. */
  seconds: number;
  /** Null when each reader was looked at; else the numbers are estimated. */
  sample: ForecastSample | null;
  /** Null where no cap holds. */
  warmUp: ForecastWarmUp | null;
  /** Hours (UTC) in which mails leave, in the order of time. */
  hours: LeavingHour[];
  firstAt: Date | null;
  lastAt: Date | null;
};

type ExcludedReaders = { code: DeliveryReason; reason: string; count: number };

/** @property margin within how much of all readers each share lies, in 19 of 20 cases; a ratio. */
type ForecastSample = { readers: number; margin: number };

/** How the cap of a new domain parts the mails. */
type ForecastWarmUp = {
  /** The day of sending, from 1, of so many. */
  day: number;
  days: number;
  cap: number;
  /** Mails that count on this day (UTC) already. */
  counted: number;
  /** How many mails of the edition leave on this day, and on later ones. */
  today: number;
  later: number;
};

/** All that can be looked at within about a second, else a sample within an eighth of it: each share right within 4 in 100. */
export const usualLook: ForecastLook = { all: 5_000, sample: 700 };

/** Batches whose readers are read together. */
const chunkSize = 5;

/**
 * Asks the seal's own rules about each reader who has not been mailed, and writes nothing. Of an edition with more
 * readers than are all looked at, batches from each hour speak for the others; when they leave is told by the pace
 * that all requests share.
 *
 * @throws {NotFoundError}
 */
export async function forecastEdition(
  ctx: Context,
  editionId: string,
  look = usualLook,
): Promise<EditionForecast> {
  const now = ctx.clock.now();
  const row = await requireEditionRow(ctx.db, editionId);
  // Before the transaction: inside it, loading would wait for a second connection of the same pool.
  const compiled = await ctx.editions.newest(editionId);
  const [pace, block, ahead] = await Promise.all([
    findPace(ctx),
    findGateBlock(ctx.db, now),
    findWarmUpAhead(ctx, row, now),
  ]);
  const spacingMs = pace === null ? 0 : 1_000 / pace.steadyPerSecond;
  const looked = await ctx.db.transaction(
    async (tx) => {
      const { batches, bound, sample } = await countOpenBatches(tx, editionId, look);
      const foreseen = await foresee(ctx, tx, { editionId, compiled, batches: sample }, now);
      return { batches, bound, foreseen, others: await listOthersRequests(tx, editionId) };
    },
    // One look at all of it; what is only read cannot be written by mistake.
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const startAt = block !== null && ctx.config.mail.transport !== "outbox" ? block.until : now;
  return { editionId, state: row.state, ...foretell(looked, { now, startAt, spacingMs, ahead }) };
}

type Looked = {
  batches: OpenBatch[];
  /** Batches of which each mail is decided. */
  bound: OpenBatch[];
  foreseen: ForeseenBatch[];
  others: DueRequests[];
};

type Surroundings = { now: Date; startAt: Date; spacingMs: number; ahead: WarmUpAhead | null };

function foretell(
  { batches, bound, foreseen, others }: Looked,
  { now, startAt, spacingMs, ahead }: Surroundings,
): Omit<EditionForecast, "editionId" | "state"> {
  const { digests, quiet, excluded, due } = estimateAll(batches, foreseen);
  const capped = ahead && capDays(due, ahead, now);
  const decided = bound.map(({ dueAt, readers }) => ({ dueAt, requests: 1, mails: readers }));
  const own = [...(capped?.due ?? due), ...decided];
  const requests = own.reduce((sum, one) => sum + one.requests, 0);
  const waiting = { code: "warm-up" as const, count: capped?.excluded ?? 0 };
  const mails = digests + quiet + countReaders(bound) - waiting.count;
  const [open, lookedAt] = [countReaders(batches), countReaders(foreseen)];
  return {
    forecastAt: now,
    readers: open + countReaders(bound),
    mails,
    quiet,
    excluded: [...excluded, waiting]
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => other.count - one.count)
      .map((one) => ({ ...one, reason: deliveryReasonWords(one.code, null) })),
    requests,
    requestsPerSecond: spacingMs === 0 ? null : 1000 / spacingMs,
    seconds: (requests * spacingMs) / 1000,
    sample: lookedAt < open ? { readers: lookedAt, margin: marginOf(lookedAt) } : null,
    warmUp: ahead && capped && warmUpOf(ahead, capped, mails),
    ...spreadRequests([...own, ...others], startAt, spacingMs),
  };
}

/** Null where no cap holds. */
async function findWarmUpAhead(
  ctx: Pick<Context, "db" | "config">,
  { cadence }: Pick<EditionRow, "cadence">,
  now: Date,
): Promise<WarmUpAhead | null> {
  const steps = ctx.config.delivery.warmUp;
  if (steps.length === 0) return null;
  const [domain, day] = [domainOf(ctx.config.mail.from), dayOf(now)];
  const daysBefore = await countWarmUpDays(ctx.db, domain, day);
  if (capOn(steps, daysBefore) === null) return null;
  const mailsToday = await countWarmUpMails(ctx.db, { domain, day, butBatchId: null });
  const nextEditionAt = nextPublication(cadence, ctx.config.schedule.publishAt, now);
  return { steps, daysBefore, mailsToday, nextEditionAt };
}

function warmUpOf(ahead: WarmUpAhead, { today }: CappedDays, mails: number): ForecastWarmUp {
  const { steps, daysBefore, mailsToday } = ahead;
  return {
    day: daysBefore + 1,
    days: steps.length,
    cap: capOn(steps, daysBefore) ?? 0,
    counted: mailsToday,
    today,
    later: Math.max(0, mails - today),
  };
}

/** What the seal would say of the readers of some batches, each at the hour at which it is due. */
async function foresee(
  ctx: Pick<Context, "config" | "addressKeys">,
  tx: Database,
  { editionId, compiled, batches }: { editionId: string; compiled: CompiledEdition; batches: OpenBatch[] },
  now: Date,
): Promise<ForeseenBatch[]> {
  const foreseen: ForeseenBatch[] = [];
  for (const chunk of chunksOf(batches)) {
    const readers = await listRecipients(
      tx,
      editionId,
      chunk.map(({ id }) => id),
    );
    const lastDueAt = Math.max(now.getTime(), ...chunk.map(({ dueAt }) => dueAt.getTime()));
    const at = new Date(lastDueAt);
    const decisions = await decideReaders(tx, ctx.addressKeys, compiled, readers, at, ctx.config.shortForms);
    const batchOf = new Map(readers.map(({ subscriberId, batchId }) => [subscriberId, batchId]));
    for (const batch of chunk)
      foreseen.push(
        countDecisions(
          batch,
          decisions.filter(({ subscriberId }) => batchOf.get(subscriberId) === batch.id),
        ),
      );
  }
  return foreseen;
}

function countDecisions(batch: OpenBatch, decisions: ReaderDecision[]): ForeseenBatch {
  const excluded: ForeseenBatch["excluded"] = new Map();
  for (const decision of decisions)
    if (decision.kind === "excluded") excluded.set(decision.reason, (excluded.get(decision.reason) ?? 0) + 1);
  const count = (kind: ReaderDecision["kind"]) => decisions.filter((one) => one.kind === kind).length;
  return { ...batch, digests: count("digest"), quiet: count("quiet"), excluded };
}

/** In the order of time, so that those of one chunk are due at about the same time. */
function chunksOf(batches: OpenBatch[]): OpenBatch[][] {
  return Array.from({ length: Math.ceil(batches.length / chunkSize) }, (_, index) =>
    batches.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

function countReaders(batches: OpenBatch[]): number {
  return batches.reduce((sum, { readers }) => sum + readers, 0);
}
