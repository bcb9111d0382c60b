import { type SQL, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Publication } from "../calendar/publication-times.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { wrongClock } from "../db/wrong-clock.ts";
import { type Chore, chores, type DueFacts, type DueKey } from "./due-key.ts";
import { looksInOrder } from "./due-rules.ts";
import { heldRow, isFree, openRow } from "./steps-store.ts";
import type { missedReasons, periodStates } from "./tables.ts";

export type MissedReason = (typeof missedReasons)[number];

// --- noting what is due -----------------------------------------------------------

/** Notes periods as due, or as published where their edition is there. What is noted already stays as it is. */
export async function insertPeriods(
  tx: Database,
  cadence: Cadence,
  due: Publication[],
  now: Date,
): Promise<void> {
  if (due.length === 0) return;
  await tx.execute(sql`
    insert into due_periods (cadence, period, due_at, state, settled_at)
    select ${cadence}, n.period, n.due_at,
      case when e.id is null then 'due' else 'published' end, case when e.id is not null then ${now}::timestamptz end
    from unnest(${sqlArray(due.map(({ period }) => period))}::text[],
      ${sqlArray(due.map(({ dueAt }) => dueAt.toISOString()))}::timestamptz[]) as n(period, due_at)
    left join editions e on e.cadence = ${cadence} and e.period = n.period
    on conflict do nothing`);
}

/**
 * Notes that days want a look since an instant. A newer instant begins the tries anew, and so does one that takes
 * the place of an instant that has not come, as a clock that was ahead leaves it.
 */
export async function wantLooks(
  tx: Database,
  wanted: { day: string; dueAt: Date }[],
  now: Date,
): Promise<void> {
  if (wanted.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz + ${wrongClock}`;
  await tx.execute(sql`
    insert into due_looks (day, due_at)
    select * from unnest(${sqlArray(wanted.map(({ day }) => day))}::date[],
      ${sqlArray(wanted.map(({ dueAt }) => dueAt.toISOString()))}::timestamptz[])
    on conflict (day) do update set due_at = excluded.due_at, attempts = 0, next_attempt_at = null,
      done_at = case when due_looks.done_at <= ${at} then due_looks.done_at end,
      leased_until = case when due_looks.due_at <= ${at} then due_looks.leased_until end
    where due_looks.due_at < excluded.due_at or due_looks.due_at > ${at} or due_looks.done_at > ${at}`);
}

/** Notes that a chore is wanted since an instant. A newer instant begins its tries anew. */
export async function wantChore(tx: Database, name: string, dueAt: Date): Promise<void> {
  await tx.execute(sql`
    insert into due_chores (name, due_at) values (${name}, ${dueAt})
    on conflict (name) do update set due_at = excluded.due_at, attempts = 0, next_attempt_at = null
    where due_chores.due_at < excluded.due_at`);
}

/** Forgets looks at days that no rhythm looks at any more. */
export async function forgetLooks(tx: Database, wanted: string[]): Promise<void> {
  await tx.execute(sql`delete from due_looks where not (day = any(${sqlArray(wanted)}::date[]))`);
}

/** Periods that are due and that nobody holds, each with the hour of the newest period of its cadence. */
export async function listDuePeriodsAtRest(
  tx: Database,
  now: Date,
): Promise<{ cadence: Cadence; period: string; dueAt: Date; newestDueAt: Date }[]> {
  const { rows } = await tx.execute<{
    cadence: Cadence;
    period: string;
    dueAt: string;
    newestDueAt: string;
  }>(sql`
    select p.cadence, p.period, p.due_at as "dueAt",
      (select max(n.due_at) from due_periods n where n.cadence = p.cadence and n.due_at <= ${now}) as "newestDueAt"
    from due_periods p
    where p.state = 'due' and p.due_at <= ${now} and (p.leased_until is null or p.leased_until <= ${now})`);
  return rows.map(({ dueAt, newestDueAt, ...row }) => ({
    ...row,
    dueAt: new Date(dueAt),
    newestDueAt: new Date(newestDueAt),
  }));
}

/** Leaves a period that is due to an operator. */
export async function markMissed(
  tx: Database,
  { cadence, period }: { cadence: Cadence; period: string },
  reason: MissedReason,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update due_periods set state = 'missed', missed_reason = ${reason}, settled_at = ${now}, leased_until = null,
      next_attempt_at = null
    where cadence = ${cadence} and period = ${period} and state = 'due'
      -- A worker of the release before publishes without a word here.
      and not exists (select from editions e where e.cadence = ${cadence} and e.period = ${period})`);
}

// --- what becomes of a period -----------------------------------------------------

type PeriodState = (typeof periodStates)[number];
type Settled = "published" | "empty" | "skipped";

/** The state of a period that was noted, or null. */
export async function findPeriodState(
  db: Database,
  cadence: Cadence,
  period: string,
): Promise<PeriodState | null> {
  const { rows } = await db.execute<{ state: PeriodState }>(
    sql`select state from due_periods where cadence = ${cadence} and period = ${period}`,
  );
  return rows[0]?.state ?? null;
}

type PeriodKey = Extract<DueKey, { table: "due_periods" }>;

/** Settles a period that is due and was published, by whomever. @returns false when it is due no longer. */
export function settlePublished(
  tx: Database,
  period: Pick<PeriodKey, "cadence" | "period">,
  now: Date,
): Promise<boolean> {
  return settle(tx, openRow({ table: "due_periods", ...period }), "published", now);
}

/** Settles a period that its worker found without papers. @returns false when it is due no longer, or another has it by now. */
export function settleEmpty(tx: Database, key: PeriodKey, leaseId: string, now: Date): Promise<boolean> {
  return settle(tx, heldRow(key, leaseId), "empty", now);
}

async function settle(
  tx: Database,
  row: SQL,
  state: Exclude<Settled, "skipped">,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update due_periods set state = ${state}, settled_at = ${now}, leased_until = null, next_attempt_at = null,
      last_reason = null, last_facts = null
    where ${row}`);
  return rowCount === 1;
}

/** Writes down an operator's decision about a period, noted or not. */
export async function decidePeriod(
  tx: Database,
  cadence: Cadence,
  { period, dueAt }: Publication,
  state: Exclude<Settled, "empty">,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into due_periods (cadence, period, due_at, state, settled_at)
    values (${cadence}, ${period}, ${dueAt}, ${state}, ${now})
    on conflict (cadence, period) do update set state = excluded.state, missed_reason = null,
      settled_at = excluded.settled_at, leased_until = null, next_attempt_at = null, last_reason = null, last_facts = null
    where due_periods.state <> excluded.state`);
}

// --- reading what is due ----------------------------------------------------------

export type DueStep<T> = T & { attempts: number };

/** Periods that may be published now. */
export async function listPeriodsToPublish(
  db: Database,
  now: Date,
): Promise<DueStep<{ cadence: Cadence; period: string }>[]> {
  const { rows } = await db.execute<DueStep<{ cadence: Cadence; period: string }>>(sql`
    select cadence, period, attempts from due_periods where state = 'due' and ${isFree(now)} order by due_at, cadence`);
  return rows;
}

/** Days that may be looked at now, in the order of `looksInOrder`. */
export async function listDaysToCollect(db: Database, now: Date): Promise<DueStep<{ day: string }>[]> {
  const { rows } = await db.execute<
    DueStep<{ day: string; isFree: boolean; lastFacts: DueFacts | null }> & {
      nextAttemptAt: string | null;
      doneAt: string | null;
    }
  >(sql`
    select day::text as day, attempts, next_attempt_at as "nextAttemptAt", done_at as "doneAt",
      last_facts as "lastFacts", (done_at is null or done_at < due_at) and ${isFree(now)} as "isFree"
    from due_looks`);
  const states = rows.map(({ nextAttemptAt, doneAt, ...row }) => ({
    ...row,
    nextAttemptAt: instantOf(nextAttemptAt),
    doneAt: instantOf(doneAt),
  }));
  return looksInOrder(states, now).map(({ day, attempts }) => ({ day, attempts }));
}

const instantOf = (text: string | null) => (text === null ? null : new Date(text));

/** Chores that may be done now. */
export async function listChoresToDo(db: Database, now: Date): Promise<DueStep<{ name: Chore }>[]> {
  const { rows } = await db.execute<DueStep<{ name: Chore }>>(sql`
    select name, attempts from due_chores where name = any(${sqlArray([...chores])}::text[]) and (done_at is null or done_at < due_at) and ${isFree(now)} order by name`);
  return rows;
}

/** A period that was not published though its hour has passed. */
export type OpenPeriod = {
  cadence: Cadence;
  period: string;
  dueAt: Date;
  state: "due" | "missed";
  missedReason: MissedReason | null;
  /** When it was left to an operator. */
  missedAt: Date | null;
  attempts: number;
  nextAttemptAt: Date | null;
  lastReason: string | null;
  lastFacts: DueFacts | null;
};

/** Periods whose hour has passed and that are neither published, empty nor skipped; the oldest first. */
export async function listOpenPeriods(db: Database, now: Date): Promise<OpenPeriod[]> {
  const { rows } = await db.execute<
    Omit<OpenPeriod, "dueAt" | "nextAttemptAt" | "missedAt"> & {
      dueAt: string;
      missedAt: string | null;
      nextAttemptAt: string | null;
    }
  >(sql`
    select cadence, period, due_at as "dueAt", state, missed_reason as "missedReason", settled_at as "missedAt", attempts,
      next_attempt_at as "nextAttemptAt", last_reason as "lastReason", last_facts as "lastFacts"
    from due_periods where state in ('due', 'missed') and due_at <= ${now} order by due_at, cadence`);
  return rows.map(({ dueAt, missedAt, nextAttemptAt, ...row }) => ({
    ...row,
    dueAt: new Date(dueAt),
    missedAt: instantOf(missedAt),
    nextAttemptAt: instantOf(nextAttemptAt),
  }));
}

/** Those of some periods of a cadence that were neither noted nor published. */
export async function listNeverNoted(db: Database, cadence: Cadence, periods: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ period: string }>(sql`
    select n.period from unnest(${sqlArray(periods)}::text[]) as n(period)
    where not exists (select from due_periods p where p.cadence = ${cadence} and p.period = n.period)
      and not exists (select from editions e where e.cadence = ${cadence} and e.period = n.period)
    order by n.period`);
  return rows.map(({ period }) => period);
}
