import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { RefusedError } from "../../errors.ts";
import { type AddressKeys, suppressionNames } from "./address-keys.ts";

const rowsAtOnce = 5_000;

/**
 * Puts suppressions under the current key that have none, as of workers of the release before, which know none.
 * In small steps, safe to repeat and beside running workers.
 *
 * @returns how many.
 */
export async function keySuppressions(db: Database, keys: AddressKeys): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await db.execute<{ hash: string }>(sql`
      select address_hash as hash from suppressions where key_id is null limit ${rowsAtOnce}`);
    await keyRows(
      db,
      keys,
      rows.map(({ hash }) => hash),
    );
    total += rows.length;
    if (rows.length < rowsAtOnce) return total;
  }
}

/** Puts those of the suppressions of these hashed addresses under the current key that have none. */
export async function keyRows(db: Database, keys: AddressKeys, addressHashes: string[]): Promise<void> {
  if (addressHashes.length === 0) return;
  const keyed = addressHashes.map((hash) => suppressionNames(keys, hash).keyedHash);
  // In one order, so that two of these do not wait for each other.
  await db.execute(sql`
      with given as (
        select * from unnest(${sqlArray(addressHashes)}::text[], ${sqlArray(keyed)}::text[])
          as g(address_hash, keyed_hash)
      ), held as materialized (
        select x.address_hash from suppressions x join given g using (address_hash)
        where x.key_id is null order by x.address_hash for update of x
      )
      update suppressions x set key_id = ${keys.current.id}, keyed_hash = g.keyed_hash
      from given g join held h using (address_hash) where x.address_hash = g.address_hash`);
}

/**
 * Which suppressions these hashed addresses have, under whichever name they are kept: rows of `owner`, one of the
 * given hashes, and `address_hash`, by which the suppression is found.
 */
export function suppressionsOf(keys: AddressKeys, addressHashes: string[]): SQL {
  const keyed = addressHashes.flatMap((owner) =>
    suppressionNames(keys, owner).keyedHashes.map((name) => ({ owner, name })),
  );
  return sql`
    select x.address_hash as owner, x.address_hash from suppressions x
    where x.address_hash = any(${sqlArray(addressHashes)}::text[])
    union select g.owner, x.address_hash
    from unnest(${sqlArray(keyed.map(({ owner }) => owner))}::text[],
      ${sqlArray(keyed.map(({ name }) => name))}::text[]) as g(owner, name)
    join suppressions x on x.keyed_hash = g.name`;
}

/** How many suppressions were made under each key, the key's id first; those under none are left out. */
export async function countSuppressionsByKey(db: Database): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ id: string; count: number }>(sql`
    select key_id as id, count(*)::int as count from suppressions where key_id is not null group by key_id order by key_id`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** The ids of the keys that suppressions name and that are not at hand. Reads an index from key to key. */
export async function listMissingKeys(db: Database, keys: AddressKeys): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    with recursive named as (
      select min(key_id) as id from suppressions
      union all
      select (select min(key_id) from suppressions where key_id > named.id) from named where named.id is not null
    )
    select id from named where id is not null`);
  return unknownOf(
    keys,
    rows.map(({ id }) => id),
  );
}

/** Those of the ids that belong to no key at hand. */
export function unknownOf(keys: AddressKeys, ids: string[]): string[] {
  const known = new Set(keys.all.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

/** What is said when suppressions cannot be looked up for want of a secret. */
export class SuppressionSecretMissingError extends RefusedError {
  constructor(keyIds: string[]) {
    super(missingSecret(keyIds));
  }
}

/** One sentence on what is missing and how to mend it. */
export function missingSecret(keyIds: string[]): string {
  return `Suppressions were kept under a secret that is not here (key ${keyIds.join(", ")}), so who must not be mailed could not be told: add the SUPPRESSION_SECRET, or the TOKEN_SECRET, of then to SUPPRESSION_SECRET (NEW,OLD).`;
}
