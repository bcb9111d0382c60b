import { domainOf } from "../../addresses/bare-address.ts";
import { addDays, dayOf } from "../../calendar/periods.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import type { BatchRow } from "../ledger/batches-store.ts";
import type { SubscriberRow } from "../ledger/deliveries-store.ts";
import {
  bookWarmUp,
  countOtherWaits,
  countWarmUpDays,
  countWarmUpMails,
  endWaits,
  listWaits,
  lockWarmUp,
  putOff,
} from "../ledger/warm-up-store.ts";
import { dueAt } from "../plan/due-time.ts";
import { capOn, shareRoom } from "../plan/warm-up.ts";

/** How many mails of a batch a day (UTC) has room for while a new domain is warmed up. */
type WarmUpRoom = { domain: string; day: string; mails: number };

/**
 * The room that a day has left for a batch, held until the transaction ends; `warm` where the last cap is over, null
 * where there never was one. To be asked before the batch's readers are held, since seals wait here for each other.
 */
export async function holdRoom(
  ctx: Pick<Context, "config">,
  tx: Database,
  batchId: string,
  now: Date,
): Promise<WarmUpRoom | "warm" | null> {
  const { warmUp } = ctx.config.delivery;
  if (warmUp.length === 0) return null;
  const domain = domainOf(ctx.config.mail.from);
  const day = dayOf(now);
  const cap = capOn(warmUp, await countWarmUpDays(tx, domain, day));
  if (cap === null) return "warm";
  await lockWarmUp(tx);
  const booked = await countWarmUpMails(tx, { domain, day, butBatchId: batchId });
  return { domain, day, mails: Math.max(0, cap - booked) };
}

type MailedReader = { subscriberId: string; subscriber: SubscriberRow };

/**
 * Books room for those readers of a batch who are mailed now, and puts the others off to their hour of the next day.
 * Without a cap all go.
 *
 * @returns the ids of who goes.
 */
export async function takeRoom<T extends MailedReader>(
  tx: Database,
  batch: Pick<BatchRow, "id" | "editionId">,
  readers: T[],
  room: WarmUpRoom | "warm" | null,
  now: Date,
): Promise<Set<string>> {
  const ids = readers.map(({ subscriberId }) => subscriberId);
  if (room === "warm") await endWaits(tx, ids);
  if (room === "warm" || room === null) return new Set(ids);
  const tomorrow = new Date(`${addDays(room.day, 1)}T00:00:00Z`);
  const { going, waiting } = shareRoom(
    readers,
    room.mails,
    await listWaits(tx, ids),
    room.mails === 0 ? [] : await countOtherWaits(tx, ids, tomorrow),
  );
  const later = waiting.map(({ subscriberId, subscriber }) => ({
    subscriberId,
    dueAt: dueAt(tomorrow, subscriber),
  }));
  await putOff(tx, batch, later, now);
  const goingIds = going.map(({ subscriberId }) => subscriberId);
  await bookWarmUp(tx, batch, { ...room, mails: going.length });
  await endWaits(tx, goingIds);
  return new Set(goingIds);
}
