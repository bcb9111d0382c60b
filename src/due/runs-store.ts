import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** Stands among the chores, and is never due: the time between `due_at` and `done_at` is that between two runs. */
const name = "once";

/** An absence is no rhythm. */
const longestGap = "26 hours";

/**
 * Writes down that a run which does by itself what is due, for all readers, has come to its end. The time between two runs
 * is kept with it, and shrinks by a quarter at the most: a run that is begun again by hand makes no rhythm of minutes.
 */
export async function noteRunEnd(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    insert into due_chores (name, due_at, done_at) values (${name}, ${now}, ${now})
    on conflict (name) do update set done_at = excluded.done_at,
      due_at = excluded.done_at - least(interval '${sql.raw(longestGap)}', greatest(
        excluded.done_at - due_chores.done_at, 0.75 * (due_chores.done_at - due_chores.due_at), interval '0'))`);
}

/** When the last of such runs ended, and how long after the one before: 0 where there was but one. */
export type LastRuns = { lastAt: Date; gapMs: number };

/** Null where none has ended yet. */
export async function findLastRuns(db: Database): Promise<LastRuns | null> {
  const { rows } = await db.execute<{ lastAt: string; gapMs: number }>(sql`
    select done_at as "lastAt", (1000 * extract(epoch from done_at - due_at))::float8 as "gapMs"
    from due_chores where name = ${name} and done_at is not null`);
  const [row] = rows;
  return row ? { lastAt: new Date(row.lastAt), gapMs: row.gapMs } : null;
}
