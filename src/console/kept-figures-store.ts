import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlStateOf } from "../db/database-fault.ts";

/** Figures, and when they were counted. */
export type Counted<T> = {
  figures: T;
  countedAt: Date;
  /** False when they were counted for this look alone. */
  isKept: boolean;
};

/** Something that is counted, in values that JSON can hold: the same for all who ask by its name. */
export type FigureSource<T extends object> = {
  name: string;
  count: (db: Database, now: Date) => Promise<T>;
  /** Whether counting may take long; told in a moment. */
  mayBeLarge: (db: Database) => Promise<boolean>;
  /** Whether so much was counted that it is worth keeping; else it is of the moment, unless counting took long. */
  isLarge: (figures: T) => boolean;
  /** The watch, which looks once a minute, counts anew what is older, in milliseconds: the dearer, the more seldom. */
  renewedMs: number;
};

/** So much may another process's clock be ahead. */
const aheadMs = 60_000;

/** What is kept of a source, however old it is; null when nothing is. */
export async function findKept<T extends object>(
  db: Database,
  { name }: FigureSource<T>,
  now: Date,
): Promise<Counted<T> | null> {
  const { rows } = await db.execute<{ figures: T; countedAt: string }>(sql`
    select figures, counted_at as "countedAt" from kept_figures
    where name = ${name} and counted_at <= ${new Date(now.getTime() + aheadMs)}`);
  const [kept] = rows;
  return kept ? { figures: kept.figures, countedAt: new Date(kept.countedAt), isKept: true } : null;
}

/**
 * Counts what is not kept yet, and anew what grows old. Of many processes that do so at once, one counts what is kept.
 * Safe to repeat.
 *
 * @returns what was counted; null when that was not needed, or another process counts just now.
 */
export async function renewFigures<T extends object>(
  db: Database,
  source: FigureSource<T>,
  now: Date,
): Promise<T | null> {
  if (await isYoung(db, source, now)) return null;
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ isMine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${countingLock}::int, hashtext(${source.name})) as "isMine"`,
    );
    // Another may have counted since the look above.
    if (!rows[0]?.isMine || (await isYoung(tx, source, now))) return null;
    const beganAt = performance.now();
    const figures = await source.count(tx, now);
    // No look waits for what may be large and takes long, however little it was: the next one must find it.
    const isLong = performance.now() - beganAt > longMs;
    const isKept = source.isLarge(figures) || (isLong && (await source.mayBeLarge(tx)));
    await keepFigures(tx, source.name, now, isKept ? figures : null);
    return figures;
  });
}

/** Shorter than a look waits. */
const longMs = 50;

/** Whoever counts figures anew; names them within a lock. */
const countingLock = 7_240_418;

async function isYoung(
  db: Database,
  { name, renewedMs }: Pick<FigureSource<object>, "name" | "renewedMs">,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    select from kept_figures where name = ${name}
      and counted_at between ${new Date(now.getTime() - renewedMs)} and ${new Date(now.getTime() + aheadMs)}`);
  return rowCount === 1;
}

/** A database that only reads: a replica. */
const readOnly = "25006";

/** @param figures null keeps none. */
async function keepFigures(db: Database, name: string, now: Date, figures: object | null): Promise<void> {
  try {
    await db.execute(
      figures !== null
        ? sql`insert into kept_figures (name, counted_at, figures) values (${name}, ${now}, ${JSON.stringify(figures)}::jsonb)
            on conflict (name) do update set counted_at = excluded.counted_at, figures = excluded.figures`
        : sql`delete from kept_figures where name = ${name}`,
    );
  } catch (error) {
    if (sqlStateOf(error) !== readOnly) throw error;
  }
}
