import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { DeliveryFeedback } from "../ledger/feedback-store.ts";
import type { Engagement } from "./engagement.ts";

/** A delivery, open or click event of one delivery; `details` is what lies under `data.open` or `data.click`. */
export type EventMark = {
  editionId: string;
  subscriberId: string;
  type: string;
  occurredAt: Date;
  details: unknown;
};

export type EngagementUpdate = { editionId: string; subscriberId: string } & Engagement;

/** A mail that was passed on is opened by many; the first say enough. */
const mostMarks = 200;

/** The events, in their order, that tell who opened those of these deliveries that were opened or clicked at all. */
export async function listEngagementMarks(tx: Database, feedback: DeliveryFeedback[]): Promise<EventMark[]> {
  const told = feedback.filter((one) => one.isEngaged || one.isDelivered);
  if (told.length === 0) return [];
  const { rows } = await tx.execute<Omit<EventMark, "occurredAt"> & { occurredAt: string }>(sql`
    with told as (
      select * from unnest(${sqlArray(told.map((one) => one.editionId))}::text[],
        ${sqlArray(told.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(told.map((one) => String(one.isEngaged)))}::boolean[]) as t(edition_id, subscriber_id, is_engaged)
    )
    select t.edition_id as "editionId", t.subscriber_id as "subscriberId", e.type, e.occurred_at as "occurredAt", e.details
    from told t join deliveries d using (edition_id, subscriber_id)
    cross join lateral (
      select v.type, v.occurred_at, coalesce(v.payload #> '{data,click}', v.payload #> '{data,open}') as details
      from provider_events v where v.edition_id = t.edition_id and v.subscriber_id = t.subscriber_id
        and v.type in ('email.delivered', 'email.opened', 'email.clicked')
      order by v.occurred_at, v.id limit ${mostMarks}
    ) e
    where t.is_engaged or coalesce(d.opened_at, d.clicked_at, d.machine_opened_at, d.machine_clicked_at) is not null`);
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
}

/** Keeps who opened and clicked; of deliveries from before `wholeSince` only adds to what was known. */
export async function saveEngagement(
  tx: Database,
  updates: EngagementUpdate[],
  wholeSince: Date,
): Promise<void> {
  if (updates.length === 0) return;
  const instants = (read: (one: EngagementUpdate) => Date | null) =>
    sql`${sqlArray(updates.map((one) => read(one)?.toISOString() ?? null))}::timestamptz[]`;
  const judged = (column: string) => {
    const [now, before] = [sql.raw(`u.${column}`), sql.raw(`d.${column}`)];
    return sql`case when d.submitted_at >= ${wholeSince} then ${now} else least(${now}, ${before}) end`;
  };
  await tx.execute(sql`
    update deliveries d set opened_at = ${judged("opened_at")}, clicked_at = ${judged("clicked_at")},
      machine_opened_at = ${judged("machine_opened_at")}, machine_clicked_at = ${judged("machine_clicked_at")}
    from unnest(${sqlArray(updates.map((one) => one.editionId))}::text[],
      ${sqlArray(updates.map((one) => one.subscriberId))}::uuid[],
      ${instants((one) => one.openedAt)}, ${instants((one) => one.clickedAt)},
      ${instants((one) => one.machineOpenedAt)}, ${instants((one) => one.machineClickedAt)}
    ) as u(edition_id, subscriber_id, opened_at, clicked_at, machine_opened_at, machine_clicked_at)
    where d.edition_id = u.edition_id and d.subscriber_id = u.subscriber_id`);
}
