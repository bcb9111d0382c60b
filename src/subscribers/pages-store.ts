import { and, asc, eq, gt, inArray, like, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { SubscriberCadence } from "../editions/edition.ts";
import { isSuppressedRow, type ListedSubscriber, type Standing } from "./store.ts";
import type { AddressKeys } from "./suppressions/address-keys.ts";
import { listSuppressedAmong } from "./suppressions/store.ts";
import { subscribers } from "./tables.ts";

export type SubscriberFilter = {
  state?: Standing;
  cadence?: SubscriberCadence;
  /** Part of an address, in any case. */
  search?: string;
};

/**
 * At most `limit` subscribers in the order of their addresses, after the given normalised address, each with why its
 * address must not be mailed.
 */
export async function pageSubscribers(
  db: Database,
  keys: AddressKeys,
  filter: SubscriberFilter,
  page: { after: string | null; limit: number },
): Promise<ListedSubscriber[]> {
  const after = page.after === null ? undefined : gt(subscribers.emailKey, page.after);
  // The keys first: to find part of an address among a million, the index alone is read.
  const found = db
    .select({ emailKey: subscribers.emailKey })
    .from(subscribers)
    .where(and(...conditionsOf(filter), after))
    .orderBy(asc(subscribers.emailKey))
    .limit(page.limit);
  return readListed(db, keys, inArray(subscribers.emailKey, found));
}

/**
 * The first `limit` subscribers in the order of their addresses, and how many match, counted up to `most`: in one look
 * through the addresses.
 */
export async function findSubscribers(
  db: Database,
  keys: AddressKeys,
  filter: SubscriberFilter,
  { limit, most }: { limit: number; most: number },
): Promise<{ rows: ListedSubscriber[]; count: number }> {
  const matching = and(...conditionsOf(filter)) ?? sql`true`;
  const { rows } = await db.execute<{ count: number; keys: string[] }>(sql`
    with found as materialized (
      select email_key from subscribers where ${matching} order by email_key limit ${most}
    )
    select (select count(*)::int from found) as count,
      array(select email_key from found order by email_key limit ${limit}) as keys`);
  const { count: found, keys: first } = rows[0] ?? { count: 0, keys: [] };
  return { rows: await readListed(db, keys, inArray(subscribers.emailKey, first)), count: found };
}

async function readListed(db: Database, keys: AddressKeys, isShown: SQL): Promise<ListedSubscriber[]> {
  const rows = await db.select().from(subscribers).where(isShown).orderBy(asc(subscribers.emailKey));
  const reasons = await listSuppressedAmong(
    db,
    keys,
    rows.map(({ addressHash }) => addressHash),
  );
  return rows.map((row) => ({ ...row, suppressed: reasons.get(row.addressHash) ?? null }));
}

/** How many subscribers match; at most so many are counted, all when null. */
export async function countSubscribers(
  db: Database,
  filter: SubscriberFilter,
  most: number | null,
): Promise<number> {
  const matching = and(...conditionsOf(filter)) ?? sql`true`;
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (select from subscribers where ${matching} limit ${most}) found`,
  );
  return rows[0]?.count ?? 0;
}

function conditionsOf({ state, cadence, search }: SubscriberFilter): SQL[] {
  return [
    ...(state === undefined ? [] : conditionsOfStanding(state)),
    cadence ? eq(subscribers.cadence, cadence) : undefined,
    search
      ? like(subscribers.emailKey, `%${search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`)
      : undefined,
  ].filter((condition) => condition !== undefined);
}

function conditionsOfStanding(standing: Standing): SQL[] {
  if (standing === "suppressed") return [isSuppressedRow];
  return [eq(subscribers.state, standing), sql`not ${isSuppressedRow}`];
}
