import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { type AddressKeys, suppressionNames } from "../../subscribers/suppressions/address-keys.ts";
import { reasonWeights } from "../../subscribers/suppressions/store.ts";

export type ReportedSuppression = {
  addressHash: string;
  /** Null when the event keeps only the hash. */
  email: string | null;
  reason: "bounce" | "complaint" | "provider";
  cause: "reported" | "listed";
  /** The provider's own words. */
  explanation: string | null;
};

/**
 * Suppresses the addresses that events named; of two reports the weightier stays. The address itself is kept
 * of a subscriber only, so that late news of somebody who was erased does not bring theirs back. Repeated and
 * in any order, the end is the same.
 */
export async function suppressReported(
  tx: Database,
  keys: AddressKeys,
  reported: ReportedSuppression[],
  now: Date,
): Promise<void> {
  if (reported.length === 0) return;
  const weightOf = ({ reason }: ReportedSuppression) => reasonWeights.indexOf(reason);
  const heaviest = new Map(
    reported.toSorted((a, b) => weightOf(a) - weightOf(b)).map((one) => [one.addressHash, one]),
  );
  const rows = [...heaviest.values()].toSorted((a, b) => (a.addressHash < b.addressHash ? -1 : 1));
  const weight = (reason: string) =>
    sql`array_position(${sqlArray(reasonWeights)}::text[], ${sql.raw(reason)})`;
  const keyed = rows.map((one) => suppressionNames(keys, one.addressHash).keyedHash);
  await tx.execute(sql`
    insert into suppressions as x (address_hash, key_id, keyed_hash, email, reason, cause, explanation, created_at)
    select g.address_hash, ${keys.current.id}, g.keyed_hash,
      case when exists (select from subscribers s where s.address_hash = g.address_hash) then g.email end,
      g.reason, g.cause, g.explanation, ${now}::timestamptz
    from unnest(${sqlArray(rows.map((one) => one.addressHash))}::text[], ${sqlArray(keyed)}::text[],
      ${sqlArray(rows.map((one) => one.email))}::text[], ${sqlArray(rows.map((one) => one.reason))}::text[],
      ${sqlArray(rows.map((one) => one.cause))}::text[],
      ${sqlArray(rows.map((one) => one.explanation))}::text[]) as g(address_hash, keyed_hash, email, reason, cause, explanation)
    on conflict (address_hash) do update set
      reason = excluded.reason, cause = excluded.cause, explanation = excluded.explanation,
      wish = case when x.reason in ('left', 'erased') then x.reason else x.wish end
    where ${weight("excluded.reason")} > ${weight("x.reason")} or x.cause = 'transient-bounces'`);
}
