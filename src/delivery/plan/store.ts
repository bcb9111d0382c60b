import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { SubscriberCadence } from "../../editions/edition.ts";
import { subscribers } from "../../subscribers/tables.ts";
import type { DeliveryHour } from "./due-time.ts";

/** The distinct delivery hours among the active subscribers of some cadences: some thousands at the most. */
export function listDeliveryHours(tx: Database, cadences: SubscriberCadence[]): Promise<DeliveryHour[]> {
  return tx
    .selectDistinct({
      timezone: subscribers.timezone,
      hour: subscribers.hour,
      cadence: subscribers.cadence,
      wantsAtOnce: subscribers.wantsAtOnce,
    })
    .from(subscribers)
    .where(and(eq(subscribers.state, "active"), inArray(subscribers.cadence, cadences)));
}

/** Makes all that waits for its hour due at an instant; returns how many deliveries that were. */
export async function advanceDueTimes(tx: Database, editionId: string, dueAt: Date): Promise<number> {
  await tx.execute(sql`update batches set due_at = ${dueAt}
    where edition_id = ${editionId} and state = 'planned' and due_at > ${dueAt}`);
  const { rowCount } = await tx.execute(sql`update deliveries set due_at = ${dueAt}
    where edition_id = ${editionId} and state = 'pending' and due_at > ${dueAt}`);
  return rowCount ?? 0;
}

/**
 * How many batches were planned first; halves of split ones and later plans are not counted. Of a retired edition all
 * count that its totals tell of.
 */
export async function countPlannedBatches(db: Database, editionId: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select coalesce(
      (select batches from counted_editions where edition_id = ${editionId} and retiring_since is not null),
      (select count(*)::int from batches where edition_id = ${editionId} and parent_id is null)) as count`);
  return rows[0]?.count ?? 0;
}
