import { and, eq, inArray, sql } from "drizzle-orm";
import type { Cadence } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { readersOf } from "../../editions/readers-of.ts";
import { editions } from "../../editions/tables.ts";
import { subscribers } from "../../subscribers/tables.ts";
import { batchSize } from "../ledger/batches-store.ts";
import type { DeliveryHour } from "./due-time.ts";

/** The distinct delivery hours among the active subscribers of a cadence: some thousands at the most. */
export function deliveryHours(tx: Database, cadence: Cadence): Promise<DeliveryHour[]> {
  return tx
    .selectDistinct({
      timezone: subscribers.timezone,
      hour: subscribers.hour,
      cadence: subscribers.cadence,
    })
    .from(subscribers)
    .where(and(eq(subscribers.state, "active"), inArray(subscribers.cadence, readersOf[cadence])));
}

/**
 * Writes one pending delivery for each active subscriber, in batches of those who are due at the same
 * instant. One statement, however many there are.
 *
 * @returns how many deliveries and batches were written.
 */
export async function insertDeliveries(
  tx: Database,
  editionId: string,
  hours: (DeliveryHour & { dueAt: Date })[],
): Promise<{ planned: number; batches: number }> {
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with hours as (
      select * from unnest(
        ${sqlArray(hours.map((group) => group.timezone))}::text[],
        ${sqlArray(hours.map((group) => String(group.hour)))}::smallint[],
        ${sqlArray(hours.map((group) => group.cadence))}::text[],
        ${sqlArray(hours.map((group) => group.dueAt.toISOString()))}::timestamptz[]
      ) as h(timezone, hour, cadence, due_at)
    ), numbered as materialized (
      select s.id, h.due_at, (row_number() over (partition by h.due_at order by s.id) - 1) / ${batchSize}::int as part
      from subscribers s join hours h using (timezone, hour, cadence)
      where s.state = 'active'
    ), parts as materialized (
      select due_at, part, gen_random_uuid() as batch_id from numbered group by due_at, part
    ), made_batches as (
      insert into batches (id, edition_id, state, due_at)
      select batch_id, ${editionId}, 'planned', due_at from parts
      returning 1
    ), made_deliveries as (
      insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at)
      select ${editionId}, n.id, 'pending', p.batch_id, n.due_at
      from numbered n join parts p using (due_at, part)
      returning 1
    ), counted as (
      select (select count(*)::int from made_deliveries) as planned,
             (select count(*)::int from made_batches) as batches
    )
    select * from counted`);
  const counts = rows[0] ?? { planned: 0, batches: 0 };
  await tx.update(editions).set({ planned: counts.planned }).where(eq(editions.id, editionId));
  return counts;
}

/** Makes all that waits for its hour due at an instant. */
export async function advanceDueTimes(tx: Database, editionId: string, dueAt: Date): Promise<void> {
  await tx.execute(sql`update batches set due_at = ${dueAt}
    where edition_id = ${editionId} and state = 'planned' and due_at > ${dueAt}`);
  await tx.execute(sql`update deliveries set due_at = ${dueAt}
    where edition_id = ${editionId} and state = 'pending' and due_at > ${dueAt}`);
}

/** How many batches were planned first; halves of split ones and later plans are not counted. */
export async function countPlannedBatches(db: Database, editionId: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from batches where edition_id = ${editionId} and parent_id is null`);
  return rows[0]?.count ?? 0;
}
