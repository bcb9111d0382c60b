import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Address } from "../addresses/address.ts";
import type { Database } from "../db/client.ts";
import { isUuid } from "../db/is-uuid.ts";
import { NotFoundError } from "../errors.ts";
import { type Preferences, usualPreferences } from "./preferences.ts";
import type { SuppressionReason } from "./suppressions/store.ts";
import { subscriberStates, subscribers } from "./tables.ts";

export type Subscriber = typeof subscribers.$inferSelect;
export type SubscriberState = (typeof subscriberStates)[number];

/** The subscriber with this id, or null. */
export async function findSubscriber(db: Database, id: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.id, id));
  return row ?? null;
}

/** @throws {NotFoundError} also for what is no id at all. */
export async function requireSubscriber(db: Database, id: string): Promise<Subscriber> {
  const subscriber = isUuid(id) ? await findSubscriber(db, id) : null;
  if (!subscriber) throw unknownSubscriber();
  return subscriber;
}

/** The one refusal of a subscriber who does not exist. */
export function unknownSubscriber(): NotFoundError {
  return new NotFoundError("There is no such reader; they may have been erased.");
}

/** The subscriber with this normalised address, or null. */
export async function findSubscriberByKey(db: Database, emailKey: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.emailKey, emailKey));
  return row ?? null;
}

/** The subscriber of a hashed address, or null. */
export async function findSubscriberByHash(db: Database, addressHash: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.addressHash, addressHash));
  return row ?? null;
}

/** As `findSubscriber`, and holds the row until the transaction ends, so that two changes take turns. */
export async function lockSubscriber(tx: Database, id: string): Promise<Subscriber | null> {
  const [row] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for("update");
  return row ?? null;
}

export type NewSubscriber = {
  address: Address;
  state: "pending" | "active";
  source: string;
  preferences: Partial<Preferences>;
  now: Date;
};

/** The new row, or null when the address is known already. */
export async function insertSubscriber(db: Database, given: NewSubscriber): Promise<Subscriber | null> {
  const [row] = await db
    .insert(subscribers)
    .values({
      ...usualPreferences,
      ...given.preferences,
      ...given.address,
      state: given.state,
      source: given.source,
      createdAt: given.now,
      updatedAt: given.now,
      confirmedAt: given.state === "active" ? given.now : null,
    })
    .onConflictDoNothing({ target: subscribers.emailKey })
    .returning();
  return row ?? null;
}

/** Changes a subscriber only while it is in one of the given states; null when it is in none of them. */
export async function changeSubscriber(
  db: Database,
  id: string,
  from: SubscriberState[],
  change: Partial<Omit<Subscriber, "id">> & { updatedAt: Date },
): Promise<Subscriber | null> {
  const [row] = await db
    .update(subscribers)
    .set(change)
    .where(and(eq(subscribers.id, id), inArray(subscribers.state, from)))
    .returning();
  return row ?? null;
}

/** Makes those active again whose pause ends on `today` (UTC) or ended before; returns how many. */
export async function activatePaused(db: Database, today: string, now: Date): Promise<number> {
  // Held in the order of their ids, as a seal holds its readers: neither waits for the other in a circle.
  const { rowCount } = await db.execute(sql`
    with held as materialized (
      select id from subscribers where state = 'paused' and paused_until <= ${today}::date
      order by id for no key update
    )
    update subscribers s set state = 'active', paused_until = null, updated_at = ${now}
    from held where s.id = held.id`);
  return rowCount ?? 0;
}

/** Removes who asked with this normalised address and never followed the mailed link. */
export async function deletePending(tx: Database, emailKey: string): Promise<void> {
  await tx
    .delete(subscribers)
    .where(and(eq(subscribers.emailKey, emailKey), eq(subscribers.state, "pending")));
}

/** Removes those who never followed the mailed link; returns how many. */
export async function deletePendingBefore(db: Database, before: Date): Promise<number> {
  const rows = await db
    .delete(subscribers)
    .where(and(eq(subscribers.state, "pending"), lt(subscribers.createdAt, before)))
    .returning({ id: subscribers.id });
  return rows.length;
}

// --- import, export, list ---------------------------------------------------

/** How a subscriber counts: apart when the address is suppressed, whatever the state; else by the state. */
export const standings = [...subscriberStates, "suppressed"] as const;
export type Standing = (typeof standings)[number];

/** Of a row of `subscribers`. */
export const isSuppressedRow: SQL = sql.raw(
  "exists (select from suppressions x where x.address_hash = subscribers.address_hash)",
);

/** The standing of a row of `subscribers`. */
export const standingOfRow: SQL = sql`case when ${isSuppressedRow} then 'suppressed' else subscribers.state end`;

/** The standing of a subscriber who was listed. */
export function standingOf({ state, suppressed }: Pick<ListedSubscriber, "state" | "suppressed">): Standing {
  return suppressed === null ? state : "suppressed";
}

export type ListedSubscriber = Subscriber & { suppressed: SuppressionReason | null };
