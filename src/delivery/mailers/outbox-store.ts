import { count, desc, eq, ilike, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { outboxMails } from "../tables.ts";

export type OutboxMail = typeof outboxMails.$inferSelect;
/** A mail without its bodies. */
export type OutboxEntry = Pick<OutboxMail, "id" | "recipient" | "subject" | "acceptedAt"> & { bytes: number };

/** The kept mail, or null. */
export async function findOutboxMail(db: Database, id: string): Promise<OutboxMail | null> {
  const [row] = await db.select().from(outboxMails).where(eq(outboxMails.id, id));
  return row ?? null;
}

/** Kept mails, the latest first, to one address when `recipient` (or a part of it) is given; `total` counts all of them. */
export async function listOutbox(
  db: Database,
  page: { limit: number; offset: number; recipient: string | null },
): Promise<{ mails: OutboxEntry[]; total: number }> {
  const { id, recipient, subject, acceptedAt, html } = outboxMails;
  const ofRecipient =
    page.recipient === null
      ? undefined
      : ilike(recipient, `%${page.recipient.replaceAll(/[\\%_]/g, "\\$&")}%`);
  const mails = await db
    .select({ id, recipient, subject, acceptedAt, bytes: sql<number>`octet_length(${html})` })
    .from(outboxMails)
    .where(ofRecipient)
    .orderBy(desc(acceptedAt), desc(id))
    .limit(page.limit)
    .offset(page.offset);
  const [row] = await db.select({ total: count() }).from(outboxMails).where(ofRecipient);
  return { mails, total: row?.total ?? 0 };
}
