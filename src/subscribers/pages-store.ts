import { and, asc, count, eq, gt, inArray, like, type SQL, sql } from "drizzle-orm";
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
  const rows = await db
    .select()
    .from(subscribers)
    .where(inArray(subscribers.emailKey, found))
    .orderBy(asc(subscribers.emailKey));
  const reasons = await listSuppressedAmong(
    db,
    keys,
    rows.map(({ addressHash }) => addressHash),
  );
  return rows.map((row) => ({ ...row, suppressed: reasons.get(row.addressHash) ?? null }));
}

/** How many subscribers match. */
export async function countSubscribers(db: Database, filter: SubscriberFilter): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(subscribers)
    .where(and(...conditionsOf(filter)));
  return row?.count ?? 0;
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
