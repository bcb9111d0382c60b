import { sql } from "drizzle-orm";
import { dayOf } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { DeliveryReason } from "../codes.ts";
import type { BatchKey } from "./batches-store.ts";
import { batchMoves } from "./moves.ts";
import { batchStep, bornAs, deliveryStep } from "./step.ts";

/** Of a booking `w`: its seal counts, unless nothing of it was accepted. It outlives its batch. */
const isCounted = sql`not exists (select from batches b
  where b.edition_id = w.edition_id and b.id = w.batch_id and b.state in ('split', 'cancelled'))`;

/**
 * On how many days before one (UTC) digests of a domain were sealed while it was warmed up. A day of which nothing
 * counts is none: providers saw no mail on it.
 */
export async function countWarmUpDays(db: Database, domain: string, day: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(distinct day)::int as count from warm_up_bookings w
    where domain = ${domain} and day < ${day}::date and ${isCounted}`);
  return rows[0]?.count ?? 0;
}

/**
 * How many mails count on a day (UTC): those of seals but one, and single mails that left. Of what was cancelled, or
 * refused whole and split, nothing was accepted.
 *
 * @param butBatchId whose present seal is about to be made anew; null counts all.
 */
export async function countWarmUpMails(
  db: Database,
  { domain, day, butBatchId }: { domain: string; day: string; butBatchId: string | null },
): Promise<number> {
  const { rows } = await db.execute<{ mails: number }>(sql`
    select (select coalesce(sum(mails), 0)::int from warm_up_bookings w
        where domain = ${domain} and day = ${day}::date and batch_id is distinct from ${butBatchId}::uuid
          and ${isCounted})
      + (select count(*)::int from notices
        where state in ('submitted', 'uncertain') and settled_at >= ${day}::date and settled_at < ${day}::date + 1) as mails`);
  return rows[0]?.mails ?? 0;
}

/** Makes what counts within a day's cap, or changes who waits for room, take turns until its transaction ends. */
export async function lockWarmUp(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('paperboy: warm-up'))`);
}

/** Writes down how many mails a seal takes of a day; a seal that is made anew takes them of its own day. */
export async function bookWarmUp(
  tx: Database,
  batch: BatchKey,
  { domain, day, mails }: { domain: string; day: string; mails: number },
): Promise<void> {
  if (mails === 0) await tx.execute(sql`delete from warm_up_bookings where batch_id = ${batch.id}`);
  else
    await tx.execute(sql`
      insert into warm_up_bookings (batch_id, edition_id, domain, day, mails)
      values (${batch.id}, ${batch.editionId}, ${domain}, ${day}, ${mails})
      on conflict (batch_id) do update set domain = excluded.domain, day = excluded.day, mails = excluded.mails`);
}

/** Since which day (`YYYY-MM-DD`) some readers wait for room, by id; who does not is missing. */
export async function listWaits(db: Database, readerIds: string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ id: string; since: string }>(sql`
    select subscriber_id as id, since::text from warm_up_waits where subscriber_id = any(${sqlArray(readerIds)}::uuid[])`);
  return new Map(rows.map(({ id, since }) => [id, since]));
}

/**
 * How many readers but some wait who can still be mailed before an instant, by the day since which they do: those of
 * whom an edition under way is due by then, also when it has been for a while. Who has left or is suppressed is not
 * mailed, and would keep room for nobody.
 */
export async function countOtherWaits(
  db: Database,
  readerIds: string[],
  before: Date,
): Promise<{ since: string; readers: number }[]> {
  const { rows } = await db.execute<{ since: string; readers: number }>(sql`
    select w.since::text, count(*)::int as readers from warm_up_waits w join subscribers s on s.id = w.subscriber_id
    where w.due_at < ${before} and w.subscriber_id <> all(${sqlArray(readerIds)}::uuid[]) and s.state = 'active'
      and not exists (select from suppressions x where x.address_hash = s.address_hash)
      and exists (select from deliveries d where d.subscriber_id = w.subscriber_id and d.state = 'pending'
        and d.due_at < ${before} and d.edition_id = any(array(select id from editions where state = 'sending')))
    group by 1`);
  return rows;
}

/** They got their digest, and wait no more. In the order of their ids, since a warm domain's seals take no turns. */
export async function endWaits(tx: Database, readerIds: string[]): Promise<void> {
  await tx.execute(sql`
    delete from warm_up_waits where subscriber_id = any(array(select subscriber_id from warm_up_waits
      where subscriber_id = any(${sqlArray(readerIds)}::uuid[]) order by subscriber_id for update))`);
}

/**
 * Forgets waits that came to nothing, such as of readers who were excluded for another reason. What a seal holds is
 * left to the next time, so that the two never wait for each other.
 */
export async function deleteWaitsBefore(db: Database, before: Date): Promise<void> {
  await db.execute(sql`
    delete from warm_up_waits where subscriber_id = any(array(select subscriber_id from warm_up_waits
      where due_at < ${before} for update skip locked))`);
}

/**
 * Moves deliveries of a batch for which a day has no room into batches of their own, each due at an instant of the day
 * after; who waits already goes on waiting since the same day, and is written in the order in which waits are ended.
 * The caller holds the batch and its edition.
 */
export async function putOff(
  tx: Database,
  batch: BatchKey,
  readers: { subscriberId: string; dueAt: Date }[],
  now: Date,
): Promise<void> {
  if (readers.length === 0) return;
  const planned = bornAs(batchMoves, "put off", "planned");
  const { becomes, isAllowed } = deliveryStep("put off", "pending", "d.state");
  await tx.execute(sql`
    with given as materialized (
      select * from unnest(${sqlArray(readers.map(({ subscriberId }) => subscriberId))}::uuid[],
        ${sqlArray(readers.map(({ dueAt }) => dueAt.toISOString()))}::timestamptz[]) as g(id, due_at)
    ), parts as materialized (
      select due_at, gen_random_uuid() as batch_id from given group by due_at
    ), made as (
      insert into batches (id, edition_id, state, due_at, parent_id)
      select batch_id, ${batch.editionId}, ${planned}, due_at, ${batch.id}::uuid from parts
    ), waiting as (
      insert into warm_up_waits (subscriber_id, since, due_at) select id, ${dayOf(now)}::date, due_at from given order by id
      on conflict (subscriber_id) do update set due_at = excluded.due_at
    )
    update deliveries d set state = ${becomes}, batch_id = p.batch_id, due_at = p.due_at, choice = null
    from given g join parts p using (due_at)
    where d.edition_id = ${batch.editionId} and d.subscriber_id = g.id and ${isAllowed}`);
}

/**
 * Excludes who still waits in an edition while a later one of its cadence is out, in which they go first. Safe to
 * repeat, in many processes at once.
 *
 * @returns how many were excluded.
 */
export function excludeOutdated(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    // Held still: a seal at this instant would mail whom this excludes.
    const { rows } = await tx.execute<{ id: string; latestId: string }>(sql`
      select e.id, l.id as "latestId" from editions e cross join lateral (
        select id from editions n where n.cadence = e.cadence and n.period > e.period
          and n.state in ('sending', 'paused', 'sent') order by n.period desc limit 1) l
      where e.state in ('sending', 'paused') and exists (
        select from deliveries d join warm_up_waits w using (subscriber_id)
        where d.edition_id = e.id and d.state = 'pending')
      order by e.id for update of e`);
    if (rows.length === 0) return 0;
    // Seals that book room end waits too, of the same readers in another order: the two would wait for each other.
    await lockWarmUp(tx);
    let count = 0;
    for (const { id, latestId } of rows) count += await excludeWaiting(tx, id, latestId, now);
    return count;
  });
}

async function excludeWaiting(tx: Database, editionId: string, latestId: string, now: Date): Promise<number> {
  const ofDelivery = deliveryStep("end wait", "excluded", "d.state");
  const ofBatch = batchStep("end wait", "settled", "b.state");
  const reason: DeliveryReason = "warm-up";
  // In the order in which seals of a warm domain end waits.
  await tx.execute(sql`
    select from warm_up_waits w join deliveries d using (subscriber_id)
    where d.edition_id = ${editionId} and ${ofDelivery.isAllowed} order by w.subscriber_id for update of w`);
  const { rows } = await tx.execute<{ id: string }>(sql`
    with ended as (
      update deliveries d set state = ${ofDelivery.becomes}, reason_code = ${reason}, reason = ${reason}
      from warm_up_waits w
      where d.edition_id = ${editionId} and w.subscriber_id = d.subscriber_id and ${ofDelivery.isAllowed}
      returning d.subscriber_id
    ), due as (
      update warm_up_waits w set due_at = l.due_at from ended join deliveries l using (subscriber_id)
      where l.edition_id = ${latestId} and l.state = 'pending' and w.subscriber_id = l.subscriber_id
    )
    select subscriber_id as id from ended`);
  await tx.execute(sql`
    update batches b set state = ${ofBatch.becomes}, settled_at = ${now} where b.edition_id = ${editionId} and ${ofBatch.isAllowed}
      and not exists (select from deliveries d
        where d.edition_id = ${editionId} and d.batch_id = b.id and d.state in ('pending', 'sealed'))`);
  return rows.length;
}
