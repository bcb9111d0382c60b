import { eq, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { Edition, SubscriberCadence } from "../../editions/edition.ts";
import { editions } from "../../editions/tables.ts";
import type { NamedRefusal } from "../mailers/refusal-key.ts";
import { batchSize } from "./batches-store.ts";
import { batchMoves, deliveryMoves } from "./moves.ts";
import { hasReasonOf } from "./reasons-store.ts";
import { bornAs, deliveryStep, editionStep } from "./step.ts";

/** The subscribers of a cadence whose hour comes at one instant. */
type PlannedHour = {
  timezone: string;
  hour: number;
  cadence: SubscriberCadence;
  wantsAtOnce: boolean;
  dueAt: Date;
};

/**
 * How many batches share their pages. While one of them is settled, the rows of the others need no second place there, so
 * that the pages become seven tenths full and not half. Their ids begin alike, so that they are sent near each other.
 */
const neighbours = 8;

/**
 * Writes one pending delivery for each active subscriber of some cadences, in batches of those who are due at the same
 * instant. One statement, however many there are.
 *
 * @param hours of all of them; who chose another since these were read is due when the edition is published.
 * @param isSupplement plans those alone who have no delivery of it yet.
 * @returns how many deliveries and batches were written.
 */
export async function insertDeliveries(
  tx: Database,
  { id: editionId, publishedAt }: Pick<Edition, "id" | "publishedAt">,
  {
    cadences,
    hours,
    isSupplement = false,
  }: { cadences: SubscriberCadence[]; hours: PlannedHour[]; isSupplement?: boolean },
): Promise<{ planned: number; batches: number }> {
  const [planned, pending] = [
    bornAs(batchMoves, "plan", "planned"),
    bornAs(deliveryMoves, "plan", "pending"),
  ];
  const unplanned = isSupplement
    ? sql`and not exists (select from deliveries d where d.edition_id = ${editionId} and d.subscriber_id = s.id)`
    : sql``;
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with hours as (
      select * from unnest(
        ${sqlArray(hours.map((group) => group.timezone))}::text[],
        ${sqlArray(hours.map((group) => String(group.hour)))}::smallint[],
        ${sqlArray(hours.map((group) => group.cadence))}::text[],
        ${sqlArray(hours.map((group) => String(group.wantsAtOnce)))}::boolean[],
        ${sqlArray(hours.map((group) => group.dueAt.toISOString()))}::timestamptz[]
      ) as h(timezone, hour, cadence, wants_at_once, due_at)
    ), numbered as materialized (
      select id, due_at, place / ${batchSize}::int as part, place % ${batchSize}::int as place from (
        select id, due_at, row_number() over (partition by due_at order by id) - 1 as place from (
        select s.id, coalesce(h.due_at, ${publishedAt.toISOString()}::timestamptz) as due_at
        from subscribers s left join hours h using (timezone, hour, cadence, wants_at_once)
        where s.state = 'active' and s.cadence = any(${sqlArray(cadences)}::text[]) ${unplanned}
        ) due
      ) placed
    ), neighbours as materialized (
      select due_at, part / ${neighbours}::int as of_parts, gen_random_uuid()::text as name from numbered group by 1, 2
    ), parts as materialized (
      select p.due_at, p.part, overlay(gen_random_uuid()::text placing left(n.name, 8) from 1 for 8)::uuid as batch_id
      from (select distinct due_at, part from numbered) p
      join neighbours n on n.due_at = p.due_at and n.of_parts = p.part / ${neighbours}::int
    ), made_batches as (
      insert into batches (id, edition_id, state, due_at)
      select batch_id, ${editionId}, ${planned}, due_at from parts
      returning 1
    ), made_deliveries as (
      insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at)
      select ${editionId}, n.id, ${pending}, p.batch_id, n.due_at
      from numbered n join parts p using (due_at, part)
      order by n.due_at, n.part / ${neighbours}::int, n.place, n.part
      returning 1
    ), counted as (
      select (select count(*)::int from made_deliveries) as planned,
             (select count(*)::int from made_batches) as batches
    )
    select * from counted`);
  const counts = rows[0] ?? { planned: 0, batches: 0 };
  await tx
    .update(editions)
    .set({ planned: sql`${editions.planned} + ${counts.planned}` })
    .where(eq(editions.id, editionId));
  return counts;
}

/** Failed for a refusal that turned out to concern all mails, when a batch met it. */
export type FailedForAll = { refusal: NamedRefusal; batchId: string; notBefore: Date };

/**
 * Plans failed deliveries of an edition again, in batches of their own: the provider refused them, so none was
 * accepted. The caller holds the transaction, and the edition in it.
 *
 * @param forAll those that failed for this refusal alone, not before an instant; all of them unless said.
 * @returns how many deliveries were planned again, and in how many batches.
 */
export async function planFailed(
  tx: Database,
  editionId: string,
  now: Date,
  forAll: FailedForAll | null = null,
): Promise<{ planned: number; batches: number }> {
  const planned = bornAs(batchMoves, "retry", "planned");
  const again = deliveryStep("retry", "pending", "d.state");
  const reopened = editionStep("retry", "sending");
  const { rows } = await tx.execute<{ planned: number; batches: number }>(sql`
    with locked as materialized (
      select d.subscriber_id from deliveries d where d.edition_id = ${editionId} and ${again.isAllowed}
        and ${hasReasonOf("failed")}
        ${forAll === null ? sql`` : sql`and refusal_key = ${forAll.refusal.key}`} for update
    ), numbered as materialized (
      select subscriber_id, (row_number() over (order by subscriber_id) - 1) / ${batchSize}::int as part from locked
    ), parts as materialized (
      select part, gen_random_uuid() as batch_id from numbered group by part
    ), made as (
      insert into batches (id, edition_id, state, due_at, next_attempt_at, parent_id, refused_key, refused_for, refused_at)
      select batch_id, ${editionId}, ${planned}, ${now}::timestamptz, ${forAll?.notBefore ?? null}::timestamptz,
        ${forAll?.batchId ?? null}::uuid, ${forAll?.refusal.key ?? null}::text, ${forAll?.refusal.words ?? null}::text,
        ${forAll === null ? null : now}::timestamptz
      from parts returning 1
    ), moved as (
      update deliveries d set state = ${again.becomes}, reason_code = null, refusal_key = null, reason = null,
        choice = null, batch_id = p.batch_id, due_at = ${now}
      from numbered n join parts p using (part)
      where d.edition_id = ${editionId} and d.subscriber_id = n.subscriber_id and ${again.isAllowed} returning 1
    ), reopened as (
      update editions set state = ${reopened.becomes}, finished_at = null
      where id = ${editionId} and ${reopened.isAllowed} and exists (select 1 from parts)
    )
    select (select count(*)::int from moved) as planned, (select count(*)::int from made) as batches`);
  return rows[0] ?? { planned: 0, batches: 0 };
}
