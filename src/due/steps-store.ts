import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { DueKey, Setback } from "./due-key.ts";

/** The row, as long as it is due. */
export function openRow(key: DueKey): SQL {
  switch (key.table) {
    case "due_periods":
      return sql`state = 'due' and cadence = ${key.cadence} and period = ${key.period}`;
    case "due_looks":
      return sql`(done_at is null or done_at < due_at) and day = ${key.day}`;
    case "due_chores":
      return sql`(done_at is null or done_at < due_at) and name = ${key.name}`;
    case "due_errands":
      return sql`done_at is null and id = ${key.id}`;
  }
}

/** The row, as long as it is due and nobody has taken it since. */
export const heldRow = (key: DueKey, leaseId: string) => sql`${openRow(key)} and lease_id = ${leaseId}`;

/** A step that is due at an instant and that no worker holds. */
export const isFree = (
  now: Date,
) => sql`due_at <= ${now} and (next_attempt_at is null or next_attempt_at <= ${now})
  and (leased_until is null or leased_until <= ${now})`;

/** What a worker took: how often that was done since the row became due, and the name under which it holds it. */
export type DueClaim = { dueAt: Date; attempts: number; leaseId: string };

/**
 * Takes a row that is due for one worker; null when it is not due or is held. A look is taken only while no other
 * look is, and nothing is being published, so that all processes together ask Hugging Face one thing at a time. A
 * publication waits for no look: readers wait for it. Of what operators ask for, one is done after the other.
 */
export function claimDue(db: Database, key: DueKey, now: Date, leasedUntil: Date): Promise<DueClaim | null> {
  if (key.table !== "due_looks" && key.table !== "due_errands")
    return claim(db, key, isFree(now), leasedUntil);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('look'))`);
    const isAlone =
      key.table === "due_errands"
        ? sql`not exists (select from due_errands o where o.leased_until > ${now})`
        : sql`not exists (select from due_looks o where o.leased_until > ${now})
            and not exists (select from due_periods p where p.leased_until > ${now})`;
    return claim(tx, key, sql`${isFree(now)} and ${isAlone}`, leasedUntil);
  });
}

async function claim(db: Database, key: DueKey, isFree: SQL, leasedUntil: Date): Promise<DueClaim | null> {
  const { rows } = await db.execute<{ dueAt: string; attempts: number; leaseId: string }>(sql`
    update ${sql.identifier(key.table)}
    set attempts = attempts + 1, leased_until = ${leasedUntil}, lease_id = gen_random_uuid()
    where ${openRow(key)} and ${isFree} returning due_at as "dueAt", attempts, lease_id as "leaseId"`);
  return rows[0] ? { ...rows[0], dueAt: new Date(rows[0].dueAt) } : null;
}

/** Holds a claimed row longer. */
export async function renewDue(db: Database, key: DueKey, leaseId: string, leasedUntil: Date): Promise<void> {
  await db.execute(sql`
    update ${sql.identifier(key.table)} set leased_until = ${leasedUntil}
    where ${heldRow(key, leaseId)} and leased_until is not null`);
}

/** Lets go of a row that stays due, until an instant, and says why. @returns false when another has it by now. */
export async function postponeDue(
  db: Database,
  key: DueKey,
  leaseId: string,
  until: Date,
  { code, facts }: Setback,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update ${sql.identifier(key.table)} set leased_until = null, next_attempt_at = ${until}, last_reason = ${code},
      last_facts = ${JSON.stringify(facts)}::jsonb
    where ${heldRow(key, leaseId)}`);
  return rowCount === 1;
}

/** Notes that a look or a chore that began at an instant went well. @returns false when another has it by now. */
export async function finishDue(
  db: Database,
  key: Extract<DueKey, { table: "due_looks" | "due_chores" }>,
  leaseId: string,
  beganAt: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update ${sql.identifier(key.table)} set done_at = ${beganAt}, leased_until = null, next_attempt_at = null,
      last_reason = null, last_facts = null
    where ${heldRow(key, leaseId)}`);
  return rowCount === 1;
}
