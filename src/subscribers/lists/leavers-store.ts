import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { type AddressKeys, suppressionNames } from "../suppressions/address-keys.ts";
import type { Suppression, SuppressionReason } from "../suppressions/store.ts";

/** Somebody whom an imported list says no of; `email` is null where the hash is enough. */
export type Leaver = Pick<Suppression, "addressHash" | "email" | "explanation"> & {
  reason: Exclude<SuppressionReason, "erased">;
};

/** Of a row `s` of subscribers: reads by a consent of their own, not only on the word of an earlier list. */
const readsByOwnWish = sql.raw(`(s.state in ('active', 'paused') and not exists (
  select from consents c where c.subscriber_id = s.id and c.action = 'imported' and not exists (
    select from consents l where l.subscriber_id = s.id and l.action = 'confirmed' and l.at >= c.at)))`);

/** Of a row of `given`: a suppression says at least as much already, under whichever name it is kept. */
const isKeptOut = sql.raw(`exists (select from suppressions x
  where (x.address_hash = given.address_hash or x.keyed_hash = any(given.keyed_hashes))
  and not (x.reason = 'left' and given.reason <> 'left'))`);

/**
 * Keeps out whom an imported list says no of, so that no later list brings them in; who was active on the word
 * of an earlier list is unsubscribed. Who reads by their own wish goes on. An earlier suppression keeps its
 * reason, unless it is only that they left; beneath one that is the provider's alone, the no of the list is kept.
 *
 * @returns how many are newly kept out.
 */
export async function suppressLeavers(
  db: Database,
  keys: AddressKeys,
  leavers: Leaver[],
  now: Date,
): Promise<number> {
  if (leavers.length === 0) return 0;
  const at = sql`${now.toISOString()}::timestamptz`;
  // Held still, so that a confirmation in this instant comes before or after; in one order for all.
  const { rowCount } = await db.execute(sql`
    with given as (${givenLeavers(keys, leavers)}),
    held as materialized (
      select s.* from subscribers s where s.address_hash in (select address_hash from given) order by s.id for update
    ),
    wishing as (select s.address_hash from held s where ${readsByOwnWish}),
    withdrawn as (
      update subscribers s set state = 'unsubscribed', unsubscribed_at = ${at}, updated_at = ${at}
      where s.id in (select id from held) and s.state in ('active', 'paused')
        and s.address_hash not in (select address_hash from wishing)
      returning s.id, s.address_hash
    ),
    noted as (
      insert into consents (subscriber_id, action, source, wording, at)
      select w.id, 'withdrawn', 'import', g.explanation, ${at} from withdrawn w join given g using (address_hash)
    )
    insert into suppressions (address_hash, key_id, keyed_hash, email, reason, cause, explanation, created_at)
    select address_hash, key_id, keyed_hash, email, reason, 'imported', explanation, ${at} from given
    where address_hash not in (select address_hash from wishing) and not (${isKeptOut}) order by address_hash
    on conflict (address_hash) do update
      set reason = excluded.reason, cause = excluded.cause, email = excluded.email, explanation = excluded.explanation
      where suppressions.reason = 'left' and excluded.reason <> 'left'`);
  await db.execute(sql`
    update suppressions x set wish = case when g.reason = 'left' then 'left' else x.wish end,
      reason = case when g.reason = 'left' then x.reason else g.reason end,
      cause = case when g.reason = 'left' then x.cause else 'imported' end,
      explanation = case when g.reason = 'left' then x.explanation else g.explanation end
    from (${givenLeavers(keys, leavers)}) g
    where x.reason = 'provider' and g.reason <> 'provider'
      and (x.address_hash = g.address_hash or x.keyed_hash = any(g.keyed_hashes))
      and not exists (select from subscribers s where s.address_hash = g.address_hash and ${readsByOwnWish})`);
  return rowCount ?? 0;
}

/** What `suppressLeavers` would return, without touching a suppression. */
export async function rehearseLeavers(tx: Database, keys: AddressKeys, leavers: Leaver[]): Promise<number> {
  if (leavers.length === 0) return 0;
  const { rowCount } = await tx.execute(sql`
    insert into import_rehearsal_leavers select address_hash from (${givenLeavers(keys, leavers)}) given
    where not exists (select from subscribers s where s.address_hash = given.address_hash and ${readsByOwnWish})
      and not (${isKeptOut})
    on conflict do nothing`);
  return rowCount ?? 0;
}

/** Each address once, with the reason that weighs most. */
function givenLeavers(keys: AddressKeys, leavers: Leaver[]): SQL {
  const payload = JSON.stringify(
    leavers.map(({ addressHash, email, reason, explanation }) => {
      const { keyId, keyedHash, keyedHashes } = suppressionNames(keys, addressHash);
      return {
        address_hash: addressHash,
        key_id: keyId,
        keyed_hash: keyedHash,
        keyed_hashes: keyedHashes,
        email,
        reason,
        explanation,
      };
    }),
  );
  return sql`select distinct on (address_hash) * from jsonb_to_recordset(${payload}::jsonb)
    as row (address_hash text, key_id text, keyed_hash text, keyed_hashes text[], email text, reason text, explanation text)
    order by address_hash, reason = 'left', reason <> 'complaint'`;
}
