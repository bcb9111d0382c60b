import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** Stands among the chores, and is never due. */
const name = "once";

/** Writes down that a run which does by itself what is due, for all readers, has come to its end. */
export async function noteRunEnd(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    insert into due_chores (name, due_at, done_at) values (${name}, ${now}, ${now})
    on conflict (name) do update set due_at = least(due_chores.done_at, excluded.done_at), done_at = excluded.done_at`);
}

/** When the last of such runs ended, and the one before it, which is the same where there was but one. */
export type LastRuns = { lastAt: Date; beforeAt: Date };

/** Null where none has ended yet. */
export async function findLastRuns(db: Database): Promise<LastRuns | null> {
  const { rows } = await db.execute<{ lastAt: string; beforeAt: string }>(sql`
    select done_at as "lastAt", due_at as "beforeAt" from due_chores where name = ${name} and done_at is not null`);
  const [row] = rows;
  return row ? { lastAt: new Date(row.lastAt), beforeAt: new Date(row.beforeAt) } : null;
}
