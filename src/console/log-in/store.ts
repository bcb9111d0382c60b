import { and, desc, eq, gt, inArray, lt, lte, ne, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { logInTries, opsSessions } from "../tables.ts";
import type { Lane } from "./pace.ts";

// --- tries ------------------------------------------------------------------

/** The lanes that are known under these keys. */
export async function listLanes(db: Database, keys: string[]): Promise<Map<string, Lane>> {
  const rows = await db.select().from(logInTries).where(inArray(logInTries.key, keys));
  return new Map(rows.map(({ key, ...lane }) => [key, lane]));
}

/** Writes how a lane stands after a try; false when another try came in between. */
export async function moveLane(
  db: Database,
  key: string,
  from: Lane | undefined,
  to: Lane,
): Promise<boolean> {
  const rows = from
    ? await db
        .update(logInTries)
        .set(to)
        .where(
          and(eq(logInTries.key, key), eq(logInTries.wrong, from.wrong), eq(logInTries.lastAt, from.lastAt)),
        )
        .returning({ key: logInTries.key })
    : await db
        .insert(logInTries)
        .values({ key, ...to })
        .onConflictDoNothing()
        .returning({ key: logInTries.key });
  return rows.length > 0;
}

/** Takes back one wrong password of each lane, and the wait that it cost. */
export async function takeBackTry(db: Database, keys: string[]): Promise<void> {
  await db
    .update(logInTries)
    .set({ wrong: sql`greatest(${logInTries.wrong} - 1, 0)`, nextAt: sql`${logInTries.lastAt}` })
    .where(inArray(logInTries.key, keys));
}

/** Forgets the lanes whose last try lies before an instant. */
export async function deleteLanesBefore(db: Database, before: Date): Promise<void> {
  await db.delete(logInTries).where(lt(logInTries.lastAt, before));
}

// --- sessions ---------------------------------------------------------------

export type OpsSession = Omit<typeof opsSessions.$inferSelect, "tokenHash" | "keyMark">;

const shown = {
  id: opsSessions.id,
  name: opsSessions.name,
  browser: opsSessions.browser,
  createdAt: opsSessions.createdAt,
  lastSeenAt: opsSessions.lastSeenAt,
  endsAt: opsSessions.endsAt,
};

export async function insertSession(db: Database, row: typeof opsSessions.$inferInsert): Promise<void> {
  await db.insert(opsSessions).values(row);
}

/** The session of a cookie, or null when it was ended, is over, or never was. */
export async function findSession(db: Database, tokenHash: string, now: Date): Promise<OpsSession | null> {
  const [row] = await db
    .select(shown)
    .from(opsSessions)
    .where(and(eq(opsSessions.tokenHash, tokenHash), gt(opsSessions.endsAt, now)));
  return row ?? null;
}

export async function noteSeen(db: Database, id: string, now: Date): Promise<void> {
  await db
    .update(opsSessions)
    .set({ lastSeenAt: now })
    .where(and(eq(opsSessions.id, id), lt(opsSessions.lastSeenAt, now)));
}

/** At most `limit` sessions that go on, the last seen first. */
export async function listSessions(
  db: Database,
  keyMark: string,
  now: Date,
  limit: number,
): Promise<OpsSession[]> {
  return db
    .select(shown)
    .from(opsSessions)
    .where(and(eq(opsSessions.keyMark, keyMark), gt(opsSessions.endsAt, now)))
    .orderBy(desc(opsSessions.lastSeenAt), desc(opsSessions.createdAt), opsSessions.id)
    .limit(limit);
}

/** Ends one session and gives it back; null when it had ended already. */
export async function deleteSession(db: Database, id: string): Promise<OpsSession | null> {
  const [row] = await db.delete(opsSessions).where(eq(opsSessions.id, id)).returning(shown);
  return row ?? null;
}

/** Ends all sessions but one; returns how many had been going on. */
export async function deleteSessionsBut(db: Database, id: string, now: Date): Promise<number> {
  const rows = await db
    .delete(opsSessions)
    .where(ne(opsSessions.id, id))
    .returning({ endsAt: opsSessions.endsAt });
  return rows.filter(({ endsAt }) => endsAt > now).length;
}

/** Removes sessions that are over; returns how many. */
export async function deleteSessionsOver(db: Database, now: Date): Promise<number> {
  const rows = await db
    .delete(opsSessions)
    .where(lte(opsSessions.endsAt, now))
    .returning({ id: opsSessions.id });
  return rows.length;
}
