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

/** So much may another process's clock be ahead. */
const aheadMs = 60_000;

/** The watch, which looks once a minute, counts anew what is older: seldom, since it may be a million rows each time. */
const renewedMs = 150_000;

/** What was counted: of this moment, or where it is large some minutes ago at the most. */
export async function findFigures<T extends object>(
  db: Database,
  source: FigureSource<T>,
  now: Date,
): Promise<Counted<T>> {
  const { rows } = await db.execute<{ figures: T; countedAt: string }>(sql`
    select figures, counted_at as "countedAt" from kept_figures
    where name = ${source.name}
      and counted_at between ${new Date(now.getTime() - oldestMs)} and ${new Date(now.getTime() + aheadMs)}`);
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
  if (await isYoung(db, source.name, now)) return;
  await db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ isMine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${countingLock}::int, hashtext(${source.name})) as "isMine"`,
    );
    // Another may have counted since the look above.
    if (!rows[0]?.isMine || (await isYoung(tx, source.name, now))) return;
    await keepFigures(tx, source, now, await source.count(tx, now));
  });
}

/** Whoever counts figures anew; names them within a lock. */
const countingLock = 7_240_418;

async function isYoung(db: Database, name: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    select from kept_figures where name = ${name} and counted_at >= ${new Date(now.getTime() - renewedMs)}`);
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
  try {
    await db.execute(
      isLarge(figures)
        ? sql`insert into kept_figures (name, counted_at, figures) values (${name}, ${now}, ${JSON.stringify(figures)}::jsonb)
            on conflict (name) do update set counted_at = excluded.counted_at, figures = excluded.figures`
        : sql`delete from kept_figures where name = ${name}`,
    );
  } catch (error) {
    if (sqlStateOf(error) !== readOnly) throw error;
  }
}
