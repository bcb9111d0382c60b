import { sql } from "drizzle-orm";
import { within } from "../calendar/within.ts";
import type { Context } from "../context.ts";
import { uncertainDeliveries } from "../delivery/ledger/reasons-store.ts";
import { type Block, findGateBlock } from "../delivery/provider/gate-store.ts";
import { findPace, type PresentPace } from "../delivery/provider/present-pace.ts";
import { isOpenBatch } from "../delivery/tables.ts";
import { type QueueName, queueNames } from "../queues/contracts.ts";
import type { QueueCounts } from "../queues/queues.ts";
import type { Standing } from "../subscribers/store.ts";
import { isOld, lookAtFigures } from "./look-at-figures.ts";
import { standingFigures } from "./subscriber-figures.ts";

/** What an operator wants to know at a glance. */
export type Overview = {
  blocked: Block | null;
  /** Null where mails stay in the local mailbox. */
  pace: PresentPace | null;
  /** Since when the longest due batch waits; null when none does. */
  oldestDueAt: Date | null;
  uncertain: number;
  /** Null while they are counted for the first time. */
  subscribers: OverviewSubscribers | null;
  eventsWaiting: number;
  lastIngestAt: Date | null;
  /** Null when the queue does not answer. */
  queues: { name: QueueName; counts: QueueCounts }[] | null;
};

export type OverviewSubscribers = {
  /** Those whose address is not suppressed. */
  active: number;
  suppressed: number;
  /** When they were counted, where that is long ago; else null. */
  oldSince: Date | null;
};

type OverviewRow = {
  oldestDueAt: string | null;
  uncertain: number;
  eventsWaiting: number;
  lastIngestAt: string | null;
};

/** A page does not wait for a lost Redis. */
const queueTimeoutMs = 1_500;

export async function gatherOverview(ctx: Context): Promise<Overview> {
  const now = ctx.clock.now();
  const [{ rows }, subscribers, blocked, pace, queues] = await Promise.all([
    ctx.db.execute<OverviewRow>(sql`
      select (select min(b.due_at) from batches b join editions e on e.id = b.edition_id
          where ${isOpenBatch("b.state")} and b.due_at <= ${now} and e.state = 'sending') as "oldestDueAt",
        (select count(*)::int from ${sql.raw(uncertainDeliveries)} d) as uncertain,
        (select count(*)::int from provider_events where applied_at is null) as "eventsWaiting",
        (select max(finished_at) from source_runs where is_ok) as "lastIngestAt"`),
    findSubscribers(ctx, now),
    findGateBlock(ctx.db, now),
    findPace(ctx),
    countQueuedJobs(ctx),
  ]);
  const row = rows[0];
  const instant = (text: string | null | undefined) => (text ? new Date(text) : null);
  return {
    blocked,
    pace,
    oldestDueAt: instant(row?.oldestDueAt),
    uncertain: row?.uncertain ?? 0,
    subscribers,
    eventsWaiting: row?.eventsWaiting ?? 0,
    lastIngestAt: instant(row?.lastIngestAt),
    queues,
  };
}

async function findSubscribers(ctx: Context, now: Date): Promise<OverviewSubscribers | null> {
  const counted = await lookAtFigures(ctx, standingFigures);
  if (counted === null) return null;
  const standsAs = (standing: Standing) =>
    counted.figures.standings.find((one) => one.standing === standing)?.count ?? 0;
  return {
    active: standsAs("active"),
    suppressed: standsAs("suppressed"),
    oldSince: isOld(counted, standingFigures, now) ? counted.countedAt : null,
  };
}

/** How many jobs each queue holds; null when the queue does not answer soon. */
export async function countQueuedJobs(ctx: Context): Promise<Overview["queues"]> {
  const counts = queueNames.map(async (name) => ({ name, counts: await ctx.queues.counts(name) }));
  return within(queueTimeoutMs, Promise.all(counts)).catch(() => null);
}

/** A short text that differs when the sending moved: editions' states, batches, alerts, errands, first counts. Cheap, however much is kept. */
export async function sendingSignature(ctx: Context): Promise<string> {
  const { rows } = await ctx.db.execute<{ signature: string }>(sql`
    select md5(concat_ws('|',
      (select string_agg(concat_ws(' ', id, state, paused_by, state_reason, planned), ',' order by id) from
        (select id, state, paused_by, state_reason, planned from editions order by published_at desc limit 20) e),
      (select concat_ws(' ', count(*), sum(attempts)) from batches where ${isOpenBatch()}),
      (select max(settled_at) from batches where settled_at > ${ctx.clock.now()}::timestamptz - interval '1 day'),
      (select concat_ws(' ', count(*), max(id)) from alerts where cleared_at is null),
      (select concat_ws(' ', count(*), sum(attempts), max(due_at)) from due_periods
        where state in ('due', 'missed') and due_at <= ${ctx.clock.now()}),
      (select string_agg(concat_ws(' ', id, noted_at, attempts, next_attempt_at), ',' order by due_at, id) from
        (select * from due_errands order by due_at desc limit 20) r),
      (select blocked_until from send_gates limit 1),
      (select max(counted_at) from counted_editions),
      (select count(*) from kept_figures)
    )) as signature`);
  return rows[0]?.signature ?? "";
}
