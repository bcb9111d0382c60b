import { type BuildColumns, sql } from "drizzle-orm";
import { boolean, check, integer, type PgTableWithColumns, text } from "drizzle-orm/pg-core";
import { countedOn, mayAsk, pauseAfter } from "../calendar/ask-pace.ts";
import { dayOf } from "../calendar/periods.ts";
import type { Database } from "./client.ts";
import { day, instant } from "./columns.ts";

/** Columns of the one row of a service that may be asked so often a day. */
export const pacedColumns = () => ({
  isOnly: boolean("is_only").primaryKey().default(true),
  /** The day (UTC) that `asked` counts. */
  day: day("day").notNull(),
  asked: integer("asked").notNull().default(0),
  /** In a row. */
  failures: integer("failures").notNull().default(0),
  /** Code of the last failure; null when the last request was answered. */
  lastFailure: text("last_failure"),
  /** Not before this instant is it asked again. */
  retryAt: instant("retry_at"),
  answeredAt: instant("answered_at"),
});

/** A check that such a table has no second row. */
export const isOnlyRow = (name: string) => check(name, sql`is_only`);

type PacedTable = PgTableWithColumns<{
  name: string;
  schema: undefined;
  columns: BuildColumns<string, ReturnType<typeof pacedColumns>, "pg">;
  dialect: "pg";
}>;

type Limit = { dailyLimit: number; now: Date };

/**
 * Counts a request for what `take` finds, where the day's limit and a pause allow one and there is something to ask
 * for; else null. One request is counted once, by however many processes.
 *
 * @param take finds what is asked for next, and notes that it is, in the transaction that counts.
 */
export function claimRequest<T>(
  db: Database,
  table: PacedTable,
  { dailyLimit, now }: Limit,
  take: (tx: Database) => Promise<T | null>,
): Promise<T | null> {
  const today = dayOf(now);
  return db.transaction(async (tx) => {
    await tx.insert(table).values({ day: today }).onConflictDoNothing();
    const [state] = await tx.select().from(table).for("update");
    if (!state || !mayAsk(state, today, dailyLimit, now)) return null;
    const taken = await take(tx);
    if (taken === null) return null;
    const counted = countedOn(state, today);
    await tx.update(table).set({ day: counted.day, asked: counted.asked + 1 });
    return taken;
  });
}

/** Whether a request may be made now. */
export async function mayRequest(
  db: Database,
  table: PacedTable,
  { dailyLimit, now }: Limit,
): Promise<boolean> {
  if (dailyLimit === 0) return false;
  const [state] = await db.select().from(table);
  return !state || mayAsk(state, dayOf(now), dailyLimit, now);
}

/** Notes an answer, which ends what failed before it. */
export async function noteAnswered(db: Database, table: PacedTable, now: Date): Promise<void> {
  await db.update(table).set({ failures: 0, lastFailure: null, retryAt: null, answeredAt: now });
}

/** Notes that there was no answer, after which nobody is asked for a while, the longer the oftener it failed. */
export async function noteUnanswered(
  db: Database,
  table: PacedTable,
  failure: { code: string; retryAfterMs: number | null },
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [state] = await tx.select().from(table).for("update");
    const failures = (state?.failures ?? 0) + 1;
    const retryAt = new Date(now.getTime() + pauseAfter(failures, failure.retryAfterMs));
    await tx.update(table).set({ failures, lastFailure: failure.code, retryAt });
  });
}
