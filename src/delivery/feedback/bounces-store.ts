import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { AddressKeys } from "../../subscribers/suppressions/address-keys.ts";
import { keyRows, suppressionsOf } from "../../subscribers/suppressions/keyed-suppressions.ts";
import type { DeliveryFeedback } from "../ledger/feedback-store.ts";

/** By these words workers of the release before tell such a suppression from one for a permanent bounce. */
const textOfBefore = "too many transient bounces without a delivery between them";

/** How long a transient bounce counts. */
const transientWindowDays = 30;

/**
 * Suppresses addresses whose last mails all came back for a while: `limit` transient bounces within 30 days
 * before the latest, none delivered between them; 0 never suppresses. Mails to a former address do not count. Judged from the ledger, so late news
 * of a delivery takes the suppression back and any order of events ends the same.
 */
export async function judgeTransientBounces(
  tx: Database,
  keys: AddressKeys,
  feedback: DeliveryFeedback[],
  limit: number,
  now: Date,
): Promise<void> {
  const told = feedback.filter(({ outcome }) => outcome === "delivered" || outcome === "bounced-transient");
  if (limit === 0 || told.length === 0) return;
  const addressHashes = await listAddressHashes(
    tx,
    told.map((one) => one.subscriberId),
  );
  const { rows } = await tx.execute<{ hash: string }>(sql`
    with known as materialized (${suppressionsOf(keys, addressHashes)}),
    transient as (
      select k.owner, k.address_hash from known k join suppressions x using (address_hash)
      where x.cause = 'transient-bounces'
    ), told as (
      select subscriber_id, bool_or(is_bounce) as is_bounce from unnest(
        ${sqlArray(told.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(told.map((one) => String(one.outcome === "bounced-transient")))}::boolean[]) as t(subscriber_id, is_bounce)
      group by subscriber_id
    ), judged as (
      select s.email, s.address_hash,
        exists (select from transient where owner = s.address_hash) as is_suppressed,
        (select count(*) from deliveries b
          where b.subscriber_id = s.id and b.outcome = 'bounced-transient' and b.outcome_at <= last.at
            and b.outcome_at > last.at - make_interval(days => ${transientWindowDays})
            and not exists (select from address_changes c join batches g on g.id = b.batch_id
              where c.subscriber_id = s.id and c.changed_at > g.sealed_at)
            and b.outcome_at > coalesce((select max(g.outcome_at) from deliveries g
              where g.subscriber_id = s.id and g.outcome = 'delivered' and g.outcome_at < last.at), '-infinity')
        ) >= ${limit} as is_too_many
      from told t join subscribers s on s.id = t.subscriber_id
      cross join lateral (select max(l.outcome_at) as at from deliveries l
        where l.subscriber_id = s.id and l.outcome = 'bounced-transient') last
      where t.is_bounce or exists (select from transient where owner = s.address_hash)
    ), lifted as (
      delete from suppressions x using transient t join judged j on j.address_hash = t.owner
      where x.address_hash = t.address_hash and not j.is_too_many
    )
    insert into suppressions (address_hash, email, reason, cause, explanation, created_at)
    select address_hash, email, 'bounce', 'transient-bounces', ${textOfBefore}, ${now} from judged
    where is_too_many and not exists (select from known where owner = judged.address_hash)
    on conflict (address_hash) do nothing returning address_hash as hash`);
  await keyRows(
    tx,
    keys,
    rows.map(({ hash }) => hash),
  );
}

async function listAddressHashes(db: Database, subscriberIds: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ hash: string }>(sql`
    select distinct address_hash as hash from subscribers where id = any(${sqlArray(subscriberIds)}::uuid[])`);
  return rows.map(({ hash }) => hash);
}
