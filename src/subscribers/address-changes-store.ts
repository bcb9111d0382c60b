import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Address } from "../addresses/address.ts";
import type { Database } from "../db/client.ts";
import type { Subscriber } from "./store.ts";
import { addressChanges } from "./tables.ts";

export type AddressChange = typeof addressChanges.$inferSelect;

export type NewAddressChange = { subscriber: Subscriber; address: Address; now: Date };

const columnsOf = ({ subscriber, address, now }: NewAddressChange) => ({
  ...address,
  subscriberId: subscriber.id,
  formerEmail: subscriber.email,
  formerEmailKey: subscriber.emailKey,
  formerAddressHash: subscriber.addressHash,
  requestedAt: now,
});

/** Writes the one wish of a subscriber that is open: a former one goes. Must run while the subscriber is locked. */
export async function replaceAddressChange(
  tx: Database,
  { expiresAt, ...given }: NewAddressChange & { expiresAt: Date },
): Promise<AddressChange> {
  await deleteOpenChange(tx, given.subscriber.id);
  const [row] = await tx
    .insert(addressChanges)
    .values({ ...columnsOf(given), expiresAt })
    .returning();
  if (!row) throw new Error("a change of address was not written");
  return row;
}

/** Notes a change that was carried out at once, on an operator's word. */
export async function insertMadeChange(tx: Database, given: NewAddressChange): Promise<void> {
  const { now } = given;
  await tx.insert(addressChanges).values({ ...columnsOf(given), expiresAt: now, changedAt: now });
}

/** The wish of a subscriber that can still be answered, or null. */
export async function findOpenChange(
  db: Database,
  subscriberId: string,
  now: Date,
): Promise<AddressChange | null> {
  const [row] = await db
    .select()
    .from(addressChanges)
    .where(
      and(
        eq(addressChanges.subscriberId, subscriberId),
        isNull(addressChanges.changedAt),
        gt(addressChanges.expiresAt, now),
      ),
    );
  return row ?? null;
}

/** The change with this id, or null when it was stopped, replaced or forgotten. */
export async function findAddressChange(db: Database, id: string): Promise<AddressChange | null> {
  const [row] = await db.select().from(addressChanges).where(eq(addressChanges.id, id));
  return row ?? null;
}

/** Notes a yes, the first time that it is said. */
export async function noteYes(
  tx: Database,
  id: string,
  who: "allowedAt" | "confirmedAt",
  now: Date,
): Promise<AddressChange | null> {
  const [row] = await tx
    .update(addressChanges)
    .set({ [who]: sql`coalesce(${addressChanges[who]}, ${now})` })
    .where(and(eq(addressChanges.id, id), isNull(addressChanges.changedAt)))
    .returning();
  return row ?? null;
}

export async function noteChanged(tx: Database, id: string, now: Date): Promise<void> {
  await tx.update(addressChanges).set({ changedAt: now }).where(eq(addressChanges.id, id));
}

/** Takes back what a subscriber wishes and was not carried out yet; false when there is nothing. */
export async function deleteOpenChange(tx: Database, subscriberId: string): Promise<boolean> {
  const rows = await tx
    .delete(addressChanges)
    .where(and(eq(addressChanges.subscriberId, subscriberId), isNull(addressChanges.changedAt)))
    .returning({ id: addressChanges.id });
  return rows.length > 0;
}

/** Forgets wishes that can no longer be answered, with mails about them that still wait, and changes of before an instant. */
export async function deleteChangesBefore(db: Database, now: Date, changedBefore: Date): Promise<number> {
  const { rowCount } = await db
    .delete(addressChanges)
    .where(
      or(
        and(isNull(addressChanges.changedAt), lte(addressChanges.expiresAt, now)),
        lt(addressChanges.changedAt, changedBefore),
      ),
    );
  await db.execute(sql`
    delete from notices n where n.state = 'pending' and n.kind in ('address-allow', 'address-confirm')
      and n.props ? 'change'
      and not exists (select from address_changes c where c.id = (n.props ->> 'change')::uuid)`);
  return rowCount ?? 0;
}

/**
 * The addresses that a subscriber had within the last months, the latest first; without those that another subscription
 * has now.
 */
export async function listFormerAddresses(db: Database, subscriberId: string): Promise<Address[]> {
  return db
    .select({
      email: addressChanges.formerEmail,
      emailKey: addressChanges.formerEmailKey,
      addressHash: addressChanges.formerAddressHash,
    })
    .from(addressChanges)
    .where(
      and(
        eq(addressChanges.subscriberId, subscriberId),
        isNotNull(addressChanges.changedAt),
        sql`not exists (select from subscribers s where s.email_key = ${addressChanges.formerEmailKey})`,
      ),
    )
    .orderBy(desc(addressChanges.changedAt));
}
