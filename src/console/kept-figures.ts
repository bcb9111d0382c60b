import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlStateOf } from "../db/database-fault.ts";

/** Figures, and when they were counted. */
export type Counted<T> = { figures: T; countedAt: Date; isKept: boolean };

/** Something that is counted, in values that JSON can hold: the same for all who ask by its name. */
export type FigureSource<T extends object> = {
  name: string;
  count: (db: Database, now: Date) => Promise<T>;
  /** Whether so much was counted that it is worth keeping; else it is always of this moment. */
  isLarge: (figures: T) => boolean;
};

/** Older ones count for nothing: the watch, which counts anew each minute, has been away for long. */
const oldestMs = 5 * 60_000;

/** The watch counts anew what is older. */
const renewedMs = 45_000;

/** What was counted: of this moment, or where it is large some minutes ago at the most. */
export async function findFigures<T extends object>(
  db: Database,
  source: FigureSource<T>,
  now: Date,
): Promise<Counted<T>> {
  const { rows } = await db.execute<{ figures: T; countedAt: string }>(sql`
    select figures, counted_at as "countedAt" from kept_figures
    where name = ${source.name} and counted_at between ${new Date(now.getTime() - oldestMs)} and ${now}`);
  const [kept] = rows;
  if (kept) return { figures: kept.figures, countedAt: new Date(kept.countedAt), isKept: true };
  const figures = await source.count(db, now);
  await keepFigures(db, source, now, figures);
  return { figures, countedAt: now, isKept: false };
}

/**
 * Counts what is not kept yet, and anew what grows old. Of many processes that do so at once, one counts what is kept.
 * Safe to repeat.
 */
export async function renewFigures<T extends object>(
  db: Database,
  source: FigureSource<T>,
  now: Date,
): Promise<void> {
  const { rows } = await db.execute<{ isOld: boolean }>(sql`
    select counted_at < ${new Date(now.getTime() - renewedMs)} as "isOld" from kept_figures where name = ${source.name}`);
  if (rows[0]?.isOld === false) return;
  if (rows[0]?.isOld && !(await takeTurn(db, source.name, now))) return;
  await keepFigures(db, source, now, await source.count(db, now));
}

/** Whoever counts says so first, so that the others see it as young. */
async function takeTurn(db: Database, name: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update kept_figures set counted_at = ${now}
    where name = ${name} and counted_at < ${new Date(now.getTime() - renewedMs)}`);
  return rowCount === 1;
}

/** A database that only reads: a replica. */
const readOnly = "25006";

async function keepFigures<T extends object>(
  db: Database,
  { name, isLarge }: FigureSource<T>,
  now: Date,
  figures: T,
): Promise<void> {
  if (!isLarge(figures)) {
    await db.execute(sql`delete from kept_figures where name = ${name}`);
    return;
  }
  try {
    await db.execute(sql`
      insert into kept_figures (name, counted_at, figures) values (${name}, ${now}, ${JSON.stringify(figures)}::jsonb)
      on conflict (name) do update set counted_at = excluded.counted_at, figures = excluded.figures`);
  } catch (error) {
    if (sqlStateOf(error) !== readOnly) throw error;
  }
}
