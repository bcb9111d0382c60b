import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { DigestChoice } from "../../digest/compiled-digest.ts";
import { subscribers } from "../../subscribers/tables.ts";
import type { DeliveryReason } from "../codes.ts";
import { deliveries } from "../tables.ts";
import { type BatchKey, setOfSeal } from "./batches-store.ts";
import { deliveryStep } from "./step.ts";

export type SubscriberRow = typeof subscribers.$inferSelect;

/** The reader of a delivery of a batch. */
export type PlannedReader = {
  subscriberId: string;
  batchId: string | null;
  /** Null when they were erased. */
  subscriber: SubscriberRow | null;
};

/**
 * The subscribers of a batch's pending or sealed deliveries. They are held still until the transaction ends, so that who
 * leaves in this instant leaves before or after, and that of two editions for one reader each seal sees the other. In the
 * order of their ids: two seals never wait for each other.
 */
export async function lockRecipients(tx: Database, { id, editionId }: BatchKey): Promise<PlannedReader[]> {
  const [assigned, known] = await Promise.all([
    listAssigned(tx, editionId, [id]),
    selectAssigned(tx, editionId, [id]).orderBy(subscribers.id).for("no key update"),
  ]);
  return toReaders(assigned, known);
}

/** As `lockRecipients`, of some batches of an edition, and holds nobody: what it says may be another at the next instant. */
export async function listRecipients(
  db: Database,
  editionId: string,
  batchIds: string[],
): Promise<PlannedReader[]> {
  const [assigned, known] = await Promise.all([
    listAssigned(db, editionId, batchIds),
    selectAssigned(db, editionId, batchIds),
  ]);
  return toReaders(assigned, known);
}

type Assigned = Pick<PlannedReader, "subscriberId" | "batchId">;

function ofAssigned(editionId: string, batchIds: string[]) {
  return and(
    eq(deliveries.editionId, editionId),
    inArray(deliveries.batchId, batchIds),
    inArray(deliveries.state, ["pending", "sealed"]),
  );
}

function listAssigned(db: Database, editionId: string, batchIds: string[]): Promise<Assigned[]> {
  return db
    .select({ subscriberId: deliveries.subscriberId, batchId: deliveries.batchId })
    .from(deliveries)
    .where(ofAssigned(editionId, batchIds))
    .orderBy(deliveries.subscriberId);
}

function selectAssigned(db: Database, editionId: string, batchIds: string[]) {
  const ids = db
    .select({ id: deliveries.subscriberId })
    .from(deliveries)
    .where(ofAssigned(editionId, batchIds));
  return db.select().from(subscribers).where(inArray(subscribers.id, ids));
}

function toReaders(assigned: Assigned[], known: SubscriberRow[]): PlannedReader[] {
  const byId = new Map(known.map((subscriber) => [subscriber.id, subscriber]));
  return assigned.map((one) => ({ ...one, subscriber: byId.get(one.subscriberId) ?? null }));
}

export async function excludeDeliveries(
  tx: Database,
  editionId: string,
  excluded: { subscriberId: string; reason: DeliveryReason }[],
): Promise<void> {
  if (excluded.length === 0) return;
  const { becomes, isAllowed } = deliveryStep("seal", "excluded", "d.state");
  await tx.execute(sql`
    update deliveries d set state = ${becomes}, reason_code = x.reason, reason = x.reason, choice = null
    from unnest(${sqlArray(excluded.map((one) => one.subscriberId))}::uuid[],
                ${sqlArray(excluded.map((one) => one.reason))}::text[]) as x(id, reason)
    where d.edition_id = ${editionId} and d.subscriber_id = x.id and ${isAllowed}`);
}

/** What a mail showed: the choice, and the compiled set by which alone it may be read. */
type MailedChoice = { choice: DigestChoice; setId: string | null };

/** What the mail of a delivery showed that may have been sent, or null. */
export async function findMailedChoice(
  db: Database,
  editionId: string,
  subscriberId: string,
): Promise<MailedChoice | null> {
  const { rows } = await db.execute<MailedChoice>(sql`
    select d.choice, ${setOfSeal} as "setId" from deliveries d join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
    where d.edition_id = ${editionId} and d.subscriber_id = ${subscriberId}
      and d.state <> 'failed' and d.choice is not null`);
  return rows[0] ?? null;
}
