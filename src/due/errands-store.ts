import { sql } from "drizzle-orm";
import type { Actor } from "../audit/actor.ts";
import type { Database } from "../db/client.ts";
import type { Errand, ErrandKind, ErrandOutcome, ErrandProgress } from "./errand.ts";
import { heldRow, isFree } from "./steps-store.ts";

/**
 * Writes an errand down, unless the very same is open. Askers take turns until the transaction ends.
 *
 * @returns its id, or that of the open one.
 */
export async function insertErrand(
  tx: Database,
  errand: Errand,
  actor: Actor,
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const asked = JSON.stringify(errand);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('errand'))`);
  const { rows: open } = await tx.execute<{ id: string }>(sql`
    select id from due_errands where done_at is null and asked = ${asked}::jsonb`);
  if (open[0]) return { id: open[0].id, isNew: false };
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into due_errands (asked, asked_by, due_at, noted_at)
    values (${asked}::jsonb, ${JSON.stringify(actor)}::jsonb, ${now}, ${now}) returning id`);
  const [made] = rows;
  if (!made) throw new Error("an errand was written and has no id");
  return { id: made.id, isNew: true };
}

export type ErrandToDo = { id: string; asked: Errand; askedBy: Actor; progress: ErrandProgress | null };

/** Errands that may be done now, in the order in which they were asked for. */
export async function listErrandsToDo(db: Database, now: Date): Promise<ErrandToDo[]> {
  const { rows } = await db.execute<ErrandToDo>(sql`
    select id, asked, asked_by as "askedBy", progress from due_errands
    where done_at is null and ${isFree(now)} order by due_at, id`);
  return rows;
}

/** Notes how far the work on an errand has come, as long as this worker holds it. */
export async function noteProgress(
  db: Database,
  { id, leaseId }: { id: string; leaseId: string },
  progress: ErrandProgress,
  now: Date,
): Promise<void> {
  await db.execute(sql`
    update due_errands set progress = ${JSON.stringify(progress)}::jsonb, noted_at = ${now}
    where ${heldRow({ table: "due_errands", id }, leaseId)}`);
}

/** Writes down what came of an errand. @returns false when another worker has it by now. */
export async function finishErrand(
  db: Database,
  { id, leaseId }: { id: string; leaseId: string },
  outcome: ErrandOutcome,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update due_errands set done_at = ${now}, noted_at = ${now}, outcome = ${JSON.stringify(outcome)}::jsonb,
      leased_until = null, next_attempt_at = null
    where ${heldRow({ table: "due_errands", id }, leaseId)}`);
  return rowCount === 1;
}

/** Ends what is open in a ledger that was restored. */
export async function endRestoredErrands(tx: Database, now: Date): Promise<void> {
  const outcome: ErrandOutcome = { kind: "restored" };
  await tx.execute(sql`
    update due_errands set done_at = ${now}, noted_at = ${now}, outcome = ${JSON.stringify(outcome)}::jsonb,
      leased_until = null where done_at is null`);
}

/** An errand as operators see it. */
export type ErrandLine = ErrandToDo & {
  askedAt: Date;
  doneAt: Date | null;
  outcome: ErrandOutcome | null;
  attempts: number;
  leasedUntil: Date | null;
  nextAttemptAt: Date | null;
  lastReason: string | null;
};

/** The errands of a kind, the latest first. */
export async function listErrands(db: Database, kind: ErrandKind, limit: number): Promise<ErrandLine[]> {
  type Instants = "askedAt" | "doneAt" | "leasedUntil" | "nextAttemptAt";
  type Row = Omit<ErrandLine, Instants> & Record<Instants, string | null>;
  const { rows } = await db.execute<Row>(sql`
    select id, asked, asked_by as "askedBy", due_at as "askedAt", progress, outcome, done_at as "doneAt", attempts,
      leased_until as "leasedUntil", next_attempt_at as "nextAttemptAt", last_reason as "lastReason"
    from due_errands where asked ->> 'kind' = ${kind} order by due_at desc, id limit ${limit}`);
  const instant = (text: string | null) => (text === null ? null : new Date(text));
  return rows.map((row) => ({
    ...row,
    askedAt: new Date(row.askedAt ?? 0),
    doneAt: instant(row.doneAt),
    leasedUntil: instant(row.leasedUntil),
    nextAttemptAt: instant(row.nextAttemptAt),
  }));
}
