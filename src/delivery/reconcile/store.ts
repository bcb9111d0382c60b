import { and, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { notices } from "../../notices/tables.ts";
import { uncertainDeliveries } from "../ledger/reasons-store.ts";
import { recipientOf } from "../reports/recipient.ts";
import { reconciliations } from "../tables.ts";

const account = "resend";

export type Reconciliation = typeof reconciliations.$inferSelect;

/** Takes the reconciliation for one process; null when another holds it. */
export async function claimReconciliation(
  db: Database,
  leaseId: string,
  now: Date,
  leasedUntil: Date,
): Promise<Reconciliation | null> {
  await db.insert(reconciliations).values({ name: account }).onConflictDoNothing();
  const [row] = await db
    .update(reconciliations)
    .set({ leaseId, leasedUntil })
    .where(
      and(
        eq(reconciliations.name, account),
        sql`(${reconciliations.leasedUntil} is null or ${reconciliations.leasedUntil} <= ${now})`,
      ),
    )
    .returning();
  return row ?? null;
}

/** Writes down how far the holder has come; false when another holds it by now. */
export async function saveReconciliation(
  db: Database,
  leaseId: string,
  changes: Partial<Omit<Reconciliation, "name" | "leaseId">>,
): Promise<boolean> {
  const rows = await db
    .update(reconciliations)
    .set(changes)
    .where(and(eq(reconciliations.name, account), eq(reconciliations.leaseId, leaseId)))
    .returning({ name: reconciliations.name });
  return rows.length === 1;
}

/** How far the provider's word was fetched; null before the first time. */
export async function findReconciliation(db: Database): Promise<Reconciliation | null> {
  const [row] = await db.select().from(reconciliations).where(eq(reconciliations.name, account));
  return row ?? null;
}

/** Those of these events that are kept. */
export async function listKeptEventIds(db: Database, ids: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from provider_events where id = any(${sqlArray(ids)}::text[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * A mail of which nobody knows whether it was accepted; of a delivery while its reader is known. One that was sealed
 * about when its reader's address changed is listed under both.
 */
export type UncertainMail = { addressHash: string; firstAttemptAt: Date } & (
  | { kind: "delivery"; editionId: string; subscriberId: string }
  | { kind: "notice"; noticeId: string }
);

const mostUncertain = 20_000;

/** Uncertain mails whose first request left after an instant, the oldest first. */
export async function listUncertainSince(db: Database, since: Date): Promise<UncertainMail[]> {
  const [deliveries, singles] = [
    await listUncertainDeliveries(db, since),
    await listUncertainNotices(db, since),
  ];
  return [...singles, ...deliveries];
}

async function listUncertainDeliveries(db: Database, since: Date): Promise<UncertainMail[]> {
  const { rows } = await db.execute<{
    editionId: string;
    subscriberId: string;
    addressHash: string;
    firstAttemptAt: string;
  }>(sql`
    select d.edition_id as "editionId", d.subscriber_id as "subscriberId", h.hash as "addressHash",
      d.first_attempt_at as "firstAttemptAt"
    from editions e join ${sql.raw(uncertainDeliveries)} d on d.edition_id = e.id join subscribers s on s.id = d.subscriber_id
    join lateral (select s.address_hash as hash
      union select c.former_address_hash from address_changes c
      where c.subscriber_id = s.id and c.changed_at > d.sealed_at - interval '1 hour') h on true
    where e.published_at > ${since}::timestamptz - interval '7 days' and d.first_attempt_at > ${since}
    order by d.first_attempt_at limit ${mostUncertain}`);
  return rows.map((row) => ({ kind: "delivery", ...row, firstAttemptAt: new Date(row.firstAttemptAt) }));
}

async function listUncertainNotices(db: Database, since: Date): Promise<UncertainMail[]> {
  const rows = await db
    .select({ id: notices.id, recipient: notices.recipient, firstAttemptAt: notices.firstAttemptAt })
    .from(notices)
    .where(and(eq(notices.state, "uncertain"), gt(notices.firstAttemptAt, since)))
    .orderBy(notices.firstAttemptAt)
    .limit(mostUncertain);
  return rows.flatMap(({ id, recipient, firstAttemptAt }) => {
    const addressHash = recipientOf(recipient)?.addressHash;
    return addressHash === undefined || firstAttemptAt === null
      ? []
      : [{ kind: "notice", noticeId: id, addressHash, firstAttemptAt } satisfies UncertainMail];
  });
}

/** Submits an uncertain single mail that the provider showed, under the provider's id. Safe to repeat. */
export async function submitFoundNotice(db: Database, id: string, providerId: string): Promise<void> {
  await db
    .update(notices)
    .set({ state: "submitted", providerId, reasonCode: null, refusalKey: null, reason: null })
    .where(and(eq(notices.id, id), eq(notices.state, "uncertain")));
}
