import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { deliveriesOfMail } from "../ledger/mail-hashes-store.ts";
import { isRetired } from "../ledger/retire-store.ts";

/** Which single mails these mails of the provider are: the recipient of each. */
export async function listNoticesByProviderId(
  db: Database,
  providerIds: string[],
): Promise<Map<string, string>> {
  if (providerIds.length === 0) return new Map();
  const { rows } = await db.execute<{ providerId: string; recipient: string }>(sql`
    select provider_id as "providerId", recipient from notices
    where provider_id = any(${sqlArray(providerIds)}::text[])`);
  return new Map(rows.map(({ providerId, recipient }) => [providerId, recipient]));
}

/**
 * The addresses of subscribers, by their ids; who was erased is not among them, nor whose address changed of late, since
 * the mail may have gone to the former one.
 */
export async function listAddresses(db: Database, subscriberIds: string[]): Promise<Map<string, string>> {
  if (subscriberIds.length === 0) return new Map();
  const { rows } = await db.execute<{ id: string; email: string }>(sql`
    select id, email from subscribers where id = any(${sqlArray(subscriberIds)}::uuid[])
      and not exists (select from address_changes c where c.subscriber_id = subscribers.id and c.changed_at is not null)`);
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** How long after a mail an event may tell of it. */
const tellingDays = 30;

/**
 * Those of these addresses to which a mail of ours may have gone, of which the provider's id is not known: an event
 * without tags may well be of it. That is so of mails in the month before an instant, and of those of a retired edition,
 * which took the ids with it: there the mail must have been made while that edition went out.
 *
 * @param asked with the instant at which the mail was made, where that is told.
 * @returns the ids under which they were asked for.
 */
export async function listDoubtfulRecipients(
  db: Database,
  asked: { id: string; addressHash: string; at: Date; mailedAt: Date | null }[],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    select a.id from unnest(${sqlArray(asked.map((one) => one.id))}::text[],
      ${sqlArray(asked.map((one) => one.addressHash))}::text[],
      ${sqlArray(asked.map((one) => one.at.toISOString()))}::timestamptz[],
      ${sqlArray(asked.map((one) => one.mailedAt?.toISOString() ?? null))}::timestamptz[]) as a(id, address_hash, at, mailed_at)
    join lateral (select id from subscribers where address_hash = a.address_hash
      union select subscriber_id from address_changes
      where former_address_hash = a.address_hash and changed_at is not null) s on true
    where exists (select from deliveries d where d.subscriber_id = s.id and d.provider_id is null
        and d.state in ('sealed', 'uncertain', 'submitted', 'failed')
        and d.due_at between a.at - make_interval(days => ${tellingDays}) and a.at + interval '1 day')
      or exists (select from subscribers u, editions e where u.id = s.id and u.created_at <= a.mailed_at
        and a.mailed_at between e.published_at and e.finished_at and ${isRetired})
      or exists (select from notices n where n.subscriber_id = s.id and n.provider_id is null
        and n.state in ('sealed', 'uncertain')
        and n.created_at between a.at - make_interval(days => ${tellingDays}) and a.at + interval '1 day')`);
  return new Set(rows.map(({ id }) => id));
}

/** Which deliveries these mails of the provider are. */
export async function listDeliveriesByProviderId(
  db: Database,
  providerIds: string[],
): Promise<Map<string, { editionId: string; subscriberId: string }>> {
  if (providerIds.length === 0) return new Map();
  const { rows } = await db.execute<{ providerId: string; editionId: string; subscriberId: string }>(sql`
    select d.provider_id as "providerId", d.edition_id as "editionId", d.subscriber_id as "subscriberId"
    from unnest(${sqlArray(providerIds)}::text[]) as asked(id) cross join lateral (${deliveriesOfMail(sql`asked.id`)}) d`);
  return new Map(rows.map(({ providerId, ...delivery }) => [providerId, delivery]));
}
