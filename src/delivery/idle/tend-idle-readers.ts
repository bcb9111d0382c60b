import { actingAs, theProgram } from "../../audit/actor.ts";
import { recordAct } from "../../audit/record-act.ts";
import { dayOf } from "../../calendar/periods.ts";
import { longestGapDays, type StillReadingConfig } from "../../config/still-reading.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { ringNotices } from "../../notices/ring-notices.ts";
import { insertNotice } from "../../notices/store.ts";
import { changeSubscriber, lockSubscriber } from "../../subscribers/store.ts";
import { type HeardClicks, idleSince, isGraceOver, isIdle, whyNotMeasured } from "./idle-rules.ts";
import {
  type HeardEdition,
  listHeardEditions,
  listTold,
  lockAskings,
  notePause,
  noteTold,
  openAsking,
  pageReaderFacts,
} from "./idle-store.ts";
import { notMeasuredWords } from "./measure-words.ts";
import { wakeReaders } from "./wake-readers.ts";

export type IdleReport = { woken: number; asked: number; paused: number };

const readersAtOnce = 1_000;
const firstId = "00000000-0000-0000-0000-000000000000";

/**
 * Wakes readers who gave a sign; where it is set, pauses those who let the days pass that a mail had named, and asks
 * the next ones, so many a day. Asks and pauses nobody while clicks are not measured, and asks nobody while a new domain
 * is warmed up. Safe to repeat, in many processes.
 */
export async function tendIdleReaders(ctx: Context): Promise<IdleReport> {
  const woken = await wakeReaders(ctx);
  const { stillReading } = ctx.config;
  if (stillReading === null) return { woken, asked: 0, paused: 0 };
  await noteTold(ctx.db);
  const now = ctx.clock.now();
  const heard = await listHeardFor(ctx.db, stillReading.days, now);
  const clicks = heardClicks(heard);
  const why = whyNotMeasured(clicks, stillReading.days, now);
  if (why !== null) {
    ctx.log.warn({ why }, notMeasuredWords(why, stillReading.days).message);
    return { woken, asked: 0, paused: 0 };
  }
  const paused = await pauseTold(ctx, clicks.lastAt, now);
  const isWarmingUp = ctx.config.delivery.warmUp.length > 0;
  return { woken, asked: isWarmingUp ? 0 : await askNext(ctx, stillReading, heard, now), paused };
}

/** The editions that tell whether clicks are heard of: those of so many days, and what came just before them. */
export function listHeardFor(db: Database, days: number, now: Date): Promise<HeardEdition[]> {
  return listHeardEditions(db, idleSince(days + longestGapDays, now));
}

/** Of editions in their order. */
export function heardClicks(heard: HeardEdition[]): HeardClicks {
  return { firstAt: heard.at(0)?.publishedAt ?? null, lastAt: heard.at(-1)?.publishedAt ?? null };
}

async function pauseTold(ctx: Context, lastHeardAt: Date | null, now: Date): Promise<number> {
  let paused = 0;
  for (const { subscriberId, toldAt, graceDays } of await listTold(ctx.db)) {
    if (!isGraceOver(toldAt, lastHeardAt, graceDays, now)) continue;
    if (await pause(ctx, subscriberId, now)) paused += 1;
  }
  return paused;
}

function pause(ctx: Context, subscriberId: string, now: Date): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, subscriberId);
    if (subscriber?.state !== "active" || !(await notePause(tx, subscriberId, now))) return false;
    // The time of the last change stays: it tells when the reader last chose something.
    const { updatedAt } = subscriber;
    await changeSubscriber(tx, subscriberId, ["active"], { state: "paused", pausedUntil: null, updatedAt });
    await recordAct(tx, actingAs(ctx, theProgram), {
      verb: "subscriber.pause-idle",
      subject: subscriberId,
      before: { state: "active" },
      after: { state: "paused" },
    });
    return true;
  });
}

async function askNext(
  ctx: Context,
  config: StillReadingConfig,
  heard: HeardEdition[],
  now: Date,
): Promise<number> {
  const since = idleSince(config.days, now);
  const editionIds = heard.map(({ editionId }) => editionId);
  let asked = 0;
  let after = firstId;
  for (;;) {
    const page = await pageReaderFacts(ctx.db, { since, editionIds, after, limit: readersAtOnce });
    const idle = page
      .filter((reader) => isIdle(reader, config.days, now))
      .map((reader) => reader.subscriberId);
    const { count, isFull } =
      idle.length === 0 ? { count: 0, isFull: false } : await ask(ctx, config, idle, now);
    asked += count;
    const last = page.at(-1);
    if (last === undefined || isFull) break;
    after = last.subscriberId;
  }
  if (asked > 0) ringNotices(ctx);
  return asked;
}

/** Asks those of these readers for whom the day has room, in one transaction. */
function ask(
  ctx: Context,
  { days, graceDays, dailyLimit }: StillReadingConfig,
  ids: string[],
  now: Date,
): Promise<{ count: number; isFull: boolean }> {
  return ctx.db.transaction(async (tx) => {
    const room = dailyLimit - (await lockAskings(tx, dayOf(now)));
    let count = 0;
    for (const id of ids) {
      if (count >= room) break;
      const subscriber = await lockSubscriber(tx, id);
      if (subscriber?.state !== "active" || !(await openAsking(tx, id, graceDays, now))) continue;
      count += 1;
      await insertNotice(tx, {
        kind: "still-reading",
        subscriberId: id,
        recipient: subscriber.email,
        props: { days, graceDays },
        now,
      });
    }
    if (count > 0)
      await recordAct(tx, actingAs(ctx, theProgram), {
        verb: "subscribers.ask-idle",
        after: { asked: count },
      });
    return { count, isFull: count >= room };
  });
}
