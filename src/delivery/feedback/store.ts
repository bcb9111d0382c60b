import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { outcomes, providerEvents } from "../../db/schema.ts";
import { sqlArray } from "../store.ts";
import type { Outcome } from "./outcome.ts";

export type StoredEvent = typeof providerEvents.$inferSelect;

/** Keeps an event under its id; false when it was there. */
export async function insertEvent(
  db: Database,
  event: Omit<StoredEvent, "appliedAt" | "note">,
): Promise<boolean> {
  const rows = await db
    .insert(providerEvents)
    .values(event)
    .onConflictDoNothing()
    .returning({ id: providerEvents.id });
  return rows.length === 1;
}

/** Events that wait to be applied, locked; another worker's are passed over. */
export async function lockWaitingEvents(tx: Database, limit: number): Promise<StoredEvent[]> {
  return tx
    .select()
    .from(providerEvents)
    .where(sql`applied_at is null`)
    .orderBy(providerEvents.receivedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
}

export async function markApplied(tx: Database, ids: string[], now: Date): Promise<void> {
  await tx.execute(
    sql`update provider_events set applied_at = ${now} where id = any(${sqlArray(ids)}::text[])`,
  );
}

/** What the events of one delivery say together. */
export type DeliveryFeedback = {
  editionId: string;
  subscriberId: string;
  providerId: string | null;
  isAccepted: boolean;
  outcome: Outcome | null;
  outcomeAt: Date | null;
  openedAt: Date | null;
  clickedAt: Date | null;
};

/**
 * Adds feedback to deliveries. A delivery of which nobody knew whether it was accepted, or of which it was
 * believed that it was not, is submitted by any proof that it was. Weightier outcomes stay, earlier opens and clicks stay: any order ends the same.
 */
export async function applyFeedback(tx: Database, feedback: DeliveryFeedback[], now: Date): Promise<void> {
  const column = <T>(read: (one: DeliveryFeedback) => T, write: (value: T) => string | null) =>
    sqlArray(feedback.map((one) => write(read(one))));
  const instant = (value: Date | null) => value?.toISOString() ?? null;
  const text = (value: string | null) => value;
  const weight = (name: string) =>
    sql`coalesce(array_position(${sqlArray([...outcomes])}::text[], ${sql.raw(name)}), 0)`;
  // Locking in one order keeps two workers from waiting for each other.
  await tx.execute(sql`
    with said as (
      select * from unnest(
        ${column((one) => one.editionId, text)}::text[], ${column((one) => one.subscriberId, text)}::uuid[],
        ${column((one) => one.providerId, text)}::text[], ${column((one) => String(one.isAccepted), text)}::boolean[],
        ${column((one) => one.outcome, text)}::text[], ${column((one) => one.outcomeAt, instant)}::timestamptz[],
        ${column((one) => one.openedAt, instant)}::timestamptz[], ${column((one) => one.clickedAt, instant)}::timestamptz[]
      ) as s(edition_id, subscriber_id, provider_id, is_accepted, outcome, outcome_at, opened_at, clicked_at)
    ), locked as materialized (
      select d.edition_id, d.subscriber_id from deliveries d join said s using (edition_id, subscriber_id)
      order by d.edition_id, d.subscriber_id for update of d
    )
    update deliveries d set
      state = case when s.is_accepted and d.state not in ('submitted', 'excluded') then 'submitted' else d.state end,
      reason = case when s.is_accepted and d.state not in ('submitted', 'excluded') then null else d.reason end,
      submitted_at = case when s.is_accepted and d.state not in ('submitted', 'excluded')
        then coalesce(d.submitted_at, ${now}) else d.submitted_at end,
      provider_id = coalesce(d.provider_id, s.provider_id),
      outcome = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome else d.outcome end,
      outcome_at = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome_at else d.outcome_at end,
      opened_at = least(d.opened_at, s.opened_at), clicked_at = least(d.clicked_at, s.clicked_at)
    from said s join locked l using (edition_id, subscriber_id)
    where d.edition_id = s.edition_id and d.subscriber_id = s.subscriber_id`);
}

/** Closes uncertain batches of which feedback has settled every delivery. */
export async function closeSettledBatches(tx: Database, editionIds: string[], now: Date): Promise<void> {
  await tx.execute(sql`
    update batches b set state = 'settled', settled_at = ${now}, recipients = null
    where b.edition_id = any(${sqlArray(editionIds)}::text[]) and b.state = 'uncertain'
      and not exists (select 1 from deliveries d where d.batch_id = b.id and d.state in ('sealed', 'uncertain'))`);
}
