import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isSuppressedRow } from "../../subscribers/store.ts";
import type { ReaderFacts } from "./idle-rules.ts";

/**
 * When a row of `subscribers` last gave a sign of reading; the row of `idle_readers` is not asked. A second click on a
 * mail that a person had clicked on counts, whoever it was: what scans links does so when a mail comes. So does each
 * click that came a week after a retired edition was finished, of whose deliveries nobody can tell any more who clicked.
 */
const lastSignOfRow: SQL =
  sql.raw(`greatest(subscribers.created_at, subscribers.confirmed_at, subscribers.updated_at,
    (select max(d.clicked_at) from deliveries d where d.subscriber_id = subscribers.id),
    (select max(e.occurred_at) from deliveries d
      join provider_events e on e.edition_id = d.edition_id and e.subscriber_id = d.subscriber_id
      where d.subscriber_id = subscribers.id and d.clicked_at is not null and e.type = 'email.clicked'),
    (select max(e.occurred_at) from counted_editions k
      join provider_events e on e.edition_id = k.edition_id and e.subscriber_id = subscribers.id
      where k.retiring_since is not null and e.type = 'email.clicked'
        and e.occurred_at > k.finished_at + interval '7 days'),
    (select greatest(max(m.marked_at), max(m.done_at)) from paper_marks m where m.subscriber_id = subscribers.id),
    (select max(b.created_at) from reading_sessions b where b.subscriber_id = subscribers.id),
    (select f.made_at from personal_feeds f where f.subscriber_id = subscribers.id))`);

export type HeardEdition = { editionId: string; publishedAt: Date };

/** Editions since an instant on which a click of a person was heard of, in their order. */
export async function listHeardEditions(db: Database, since: Date): Promise<HeardEdition[]> {
  const { rows } = await db.execute<{ editionId: string; publishedAt: string }>(sql`
    select e.id as "editionId", e.published_at as "publishedAt" from editions e
    where e.published_at >= ${since}
      and exists (select from deliveries d where d.edition_id = e.id and d.clicked_at is not null)
    order by e.published_at, e.id`);
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }));
}

type FactsOfReader = ReaderFacts & { subscriberId: string };

type FactsRow = { subscriberId: string; lastSignAt: string; mails: number; firstMailAt: string | null };

/**
 * The next active readers by their ids who changed nothing since an instant and are not asked already, with what their
 * silence is judged by.
 *
 * @param editionIds those whose clicks are heard of.
 */
export async function pageReaderFacts(
  db: Database,
  { since, editionIds, after, limit }: { since: Date; editionIds: string[]; after: string; limit: number },
): Promise<FactsOfReader[]> {
  const { rows } = await db.execute<FactsRow>(sql`
    with page as materialized (
      select id from subscribers where state = 'active' and updated_at < ${since} and id > ${after}
        and not ${isSuppressedRow}
        and not exists (select from idle_readers i where i.subscriber_id = subscribers.id and i.ended_at is null)
      order by id limit ${limit}
    )
    select subscribers.id as "subscriberId", m.mails, m.first as "firstMailAt",
      greatest(${lastSignOfRow},
        (select i.ended_at from idle_readers i where i.subscriber_id = subscribers.id)) as "lastSignAt"
    from page join subscribers on subscribers.id = page.id cross join lateral (
      select count(*)::int as mails, min(d.submitted_at) as first from deliveries d
      where d.subscriber_id = page.id and d.state = 'submitted' and d.submitted_at >= ${since}
        and coalesce(d.outcome, 'delivered') in ('delivered', 'delayed')
        and d.edition_id = any(${sqlArray(editionIds)}::text[])
    ) m order by subscribers.id`);
  return rows.map((row) => ({
    ...row,
    lastSignAt: new Date(row.lastSignAt),
    firstMailAt: row.firstMailAt === null ? null : new Date(row.firstMailAt),
  }));
}

/** Makes askings take turns until their transactions end, and counts those of a day (UTC), `YYYY-MM-DD`. */
export async function lockAskings(tx: Database, day: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('paperboy: still reading'))`);
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from idle_readers where asked_at >= ${day}::date and asked_at < ${day}::date + 1`);
  return rows[0]?.count ?? 0;
}

/** Opens an asking; false when one stands open. */
export async function openAsking(
  tx: Database,
  subscriberId: string,
  graceDays: number,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    insert into idle_readers as i (subscriber_id, asked_at, grace_days) values (${subscriberId}, ${now}, ${graceDays})
    on conflict (subscriber_id) do update set asked_at = excluded.asked_at,
        grace_days = excluded.grace_days, told_at = null, paused_at = null, ended_at = null
      where i.ended_at is not null`);
  return (rowCount ?? 0) > 0;
}

/** Notes of open askings when their mail was taken by the provider. Safe to repeat. */
export async function noteTold(db: Database): Promise<void> {
  await db.execute(sql`
    update idle_readers i set told_at = n.settled_at from notices n
    where i.ended_at is null and i.told_at is null and n.subscriber_id = i.subscriber_id
      and n.kind = 'still-reading' and n.state = 'submitted' and n.created_at = i.asked_at`);
}

/** Readers whose asking stands open though they gave a sign after it, in the order of their ids. */
export async function listAwake(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select i.subscriber_id as id from idle_readers i join subscribers on subscribers.id = i.subscriber_id
    where i.ended_at is null and ${lastSignOfRow} > i.asked_at order by i.subscriber_id`);
  return rows.map(({ id }) => id);
}

/** A click on a single mail of a reader whose asking stands open; `details` is what lies under `data.click`. */
export type SingleMailClick = {
  subscriberId: string;
  occurredAt: Date;
  details: unknown;
  /** When the receiving server took that mail; null when that is not known. */
  deliveredAt: Date | null;
};

/** A mail that was passed on is clicked by many; the first say enough. */
const mostClicks = 200;

export async function listSingleMailClicks(db: Database): Promise<SingleMailClick[]> {
  const { rows } = await db.execute<
    Omit<SingleMailClick, "occurredAt" | "deliveredAt"> & { occurredAt: string; deliveredAt: string | null }
  >(sql`
    select i.subscriber_id as "subscriberId", e.occurred_at as "occurredAt", e.payload #> '{data,click}' as details,
      (select min(v.occurred_at) from provider_events v where v.edition_id is null
        and v.subscriber_id = i.subscriber_id and v.type = 'email.delivered' and v.provider_id = e.provider_id
      ) as "deliveredAt"
    from idle_readers i cross join lateral (
      select v.occurred_at, v.payload, v.provider_id from provider_events v
      where v.edition_id is null and v.subscriber_id = i.subscriber_id and v.type = 'email.clicked'
        and v.occurred_at >= i.asked_at order by v.occurred_at, v.id limit ${mostClicks}
    ) e where i.ended_at is null order by i.subscriber_id, e.occurred_at`);
  return rows.map((row) => ({
    ...row,
    occurredAt: new Date(row.occurredAt),
    deliveredAt: row.deliveredAt === null ? null : new Date(row.deliveredAt),
  }));
}

/** Open askings that were told and not answered, of readers who are still active, by their ids. */
export async function listTold(
  db: Database,
): Promise<{ subscriberId: string; toldAt: Date; graceDays: number }[]> {
  const { rows } = await db.execute<{ subscriberId: string; toldAt: string; graceDays: number }>(sql`
    select i.subscriber_id as "subscriberId", i.told_at as "toldAt", i.grace_days as "graceDays"
    from idle_readers i join subscribers s on s.id = i.subscriber_id
    where i.ended_at is null and i.paused_at is null and i.told_at is not null and s.state = 'active'
    order by i.subscriber_id`);
  return rows.map((row) => ({ ...row, toldAt: new Date(row.toldAt) }));
}

/** Notes the pause of a reader who was told; false when they answered meanwhile, or are paused already. */
export async function notePause(tx: Database, subscriberId: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update idle_readers set paused_at = ${now}
    where subscriber_id = ${subscriberId} and ended_at is null and paused_at is null and told_at is not null`);
  return (rowCount ?? 0) > 0;
}
