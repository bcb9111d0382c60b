import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { deleteWaitingNotices } from "../notices/store.ts";
import { changeSubscriber, type Subscriber } from "./store.ts";
import { idleReaders } from "./tables.ts";

export type IdleReader = typeof idleReaders.$inferSelect;

/** That a reader was asked whether they still read, while they gave no sign since; else null. */
export async function findIdleReader(db: Database, subscriberId: string): Promise<IdleReader | null> {
  const [row] = await db
    .select()
    .from(idleReaders)
    .where(and(eq(idleReaders.subscriberId, subscriberId), isNull(idleReaders.endedAt)));
  return row ?? null;
}

/**
 * Notes that a reader gave a sign of reading, and ends the pause that came of having given none. Safe to repeat.
 *
 * @param subscriber held by `lockSubscriber`.
 * @returns the subscriber as they are then.
 */
export async function endIdleness(tx: Database, subscriber: Subscriber, now: Date): Promise<Subscriber> {
  const [ended] = await tx
    .update(idleReaders)
    .set({ endedAt: now })
    .where(and(eq(idleReaders.subscriberId, subscriber.id), isNull(idleReaders.endedAt)))
    .returning({ pausedAt: idleReaders.pausedAt });
  if (!ended) return subscriber;
  await deleteWaitingNotices(tx, subscriber.id, ["still-reading"]);
  // A pause that the reader chose has a day at which it ends, and is theirs.
  if (ended.pausedAt === null || subscriber.state !== "paused" || subscriber.pausedUntil !== null)
    return subscriber;
  const resumed = await changeSubscriber(tx, subscriber.id, ["paused"], { state: "active", updatedAt: now });
  return resumed ?? subscriber;
}
