import { and, desc, eq, getTableColumns, gt, isNull, lte, ne, notInArray, or } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Subscriber } from "./store.ts";
import { readingSessions, subscribers } from "./tables.ts";

/** When a browser was let in, and until when; the latest first. */
export type ReadingSession = { createdAt: Date; endsAt: Date };

export async function insertReadingSession(
  tx: Database,
  row: typeof readingSessions.$inferInsert,
): Promise<void> {
  await tx.insert(readingSessions).values(row);
}

/** Whose session it is; null when it was ended, is over, never was, or when its reader has left since it began. */
export async function findSessionReader(
  db: Database,
  tokenHash: string,
  now: Date,
): Promise<Subscriber | null> {
  const [row] = await db
    .select(getTableColumns(subscribers))
    .from(readingSessions)
    .innerJoin(subscribers, eq(subscribers.id, readingSessions.subscriberId))
    .where(
      and(
        eq(readingSessions.tokenHash, tokenHash),
        gt(readingSessions.endsAt, now),
        ne(subscribers.state, "unsubscribed"),
        or(isNull(subscribers.unsubscribedAt), lte(subscribers.unsubscribedAt, readingSessions.createdAt)),
      ),
    );
  return row ?? null;
}

export async function listReadingSessions(
  db: Database,
  subscriberId: string,
  now: Date,
): Promise<ReadingSession[]> {
  return db
    .select({ createdAt: readingSessions.createdAt, endsAt: readingSessions.endsAt })
    .from(readingSessions)
    .where(and(eq(readingSessions.subscriberId, subscriberId), gt(readingSessions.endsAt, now)))
    .orderBy(desc(readingSessions.createdAt), readingSessions.id);
}

/** Ends one session. */
export async function deleteReadingSession(db: Database, tokenHash: string): Promise<void> {
  await db.delete(readingSessions).where(eq(readingSessions.tokenHash, tokenHash));
}

/** Ends all sessions of a reader. */
export async function deleteReadingSessions(db: Database, subscriberId: string): Promise<void> {
  await db.delete(readingSessions).where(eq(readingSessions.subscriberId, subscriberId));
}

/** Ends all sessions of a reader but the latest ones. */
export async function deleteOldestReadingSessions(
  tx: Database,
  subscriberId: string,
  kept: number,
): Promise<void> {
  const latest = tx
    .select({ id: readingSessions.id })
    .from(readingSessions)
    .where(eq(readingSessions.subscriberId, subscriberId))
    .orderBy(desc(readingSessions.createdAt), readingSessions.id)
    .limit(kept);
  await tx
    .delete(readingSessions)
    .where(and(eq(readingSessions.subscriberId, subscriberId), notInArray(readingSessions.id, latest)));
}

/** Removes sessions that are over; returns how many. */
export async function deleteReadingSessionsOver(db: Database, now: Date): Promise<number> {
  const { rowCount } = await db.delete(readingSessions).where(lte(readingSessions.endsAt, now));
  return rowCount ?? 0;
}
