import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { outcomes } from "../tables.ts";
import { deliveryStep } from "./step.ts";

/** What the events of one delivery say together. */
export type DeliveryFeedback = {
  editionId: string;
  subscriberId: string;
  providerId: string | null;
  isAccepted: boolean;
  outcome: (typeof outcomes)[number] | null;
  outcomeAt: Date | null;
  /** When the event came that told of the outcome. */
  heardAt: Date | null;
  /** Whether one of them tells of its delivery, whatever weighs more. */
  isDelivered: boolean;
  /** Whether it was opened or clicked, by whomever. */
  isEngaged: boolean;
};

/**
 * Adds feedback to deliveries. Any proof that the provider accepted a mail makes its delivery submitted, also one that
 * was uncertain or failed. A weightier outcome is never replaced by a lighter one, so the order of events does not
 * matter.
 */
export async function applyFeedback(tx: Database, feedback: DeliveryFeedback[], now: Date): Promise<void> {
  const column = <T>(read: (one: DeliveryFeedback) => T, write: (value: T) => string | null) =>
    sqlArray(feedback.map((one) => write(read(one))));
  const instant = (value: Date | null) => value?.toISOString() ?? null;
  const text = (value: string | null) => value;
  const weight = (name: string) =>
    sql`coalesce(array_position(${sqlArray([...outcomes])}::text[], ${sql.raw(name)}), 0)`;
  const { becomes, isAllowed } = deliveryStep("feedback", "submitted", "d.state");
  const isProven = sql`s.is_accepted and ${isAllowed}`;
  // Locking in one order keeps two workers from waiting for each other.
  await tx.execute(sql`
    with said as (
      select * from unnest(
        ${column((one) => one.editionId, text)}::text[], ${column((one) => one.subscriberId, text)}::uuid[],
        ${column((one) => one.providerId, text)}::text[], ${column((one) => String(one.isAccepted), text)}::boolean[],
        ${column((one) => one.outcome, text)}::text[], ${column((one) => one.outcomeAt, instant)}::timestamptz[]
      ) as s(edition_id, subscriber_id, provider_id, is_accepted, outcome, outcome_at)
    ), locked as materialized (
      select d.edition_id, d.subscriber_id from deliveries d join said s using (edition_id, subscriber_id)
      order by d.edition_id, d.subscriber_id for update of d
    )
    update deliveries d set
      state = case when ${isProven} then ${becomes} else d.state end,
      reason_code = case when ${isProven} then null else d.reason_code end,
      refusal_key = case when ${isProven} then null else d.refusal_key end,
      reason = case when ${isProven} then null else d.reason end,
      submitted_at = case when ${isProven}
        then coalesce(d.submitted_at, ${now}) else d.submitted_at end,
      provider_id = coalesce(d.provider_id, s.provider_id),
      outcome = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome else d.outcome end,
      outcome_at = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome_at else d.outcome_at end
    from said s join locked l using (edition_id, subscriber_id)
    where d.edition_id = s.edition_id and d.subscriber_id = s.subscriber_id`);
}
