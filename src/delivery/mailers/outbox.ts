import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Database } from "../../db/client.ts";
import type { Mail } from "../../digest/compiled-digest.ts";
import { subscribers } from "../../subscribers/tables.ts";
import { traceStep } from "../../telemetry/traces.ts";
import { outboxMails, outboxRequests } from "../tables.ts";
import { mailsIn } from "./body.ts";
import type { MailAnswer, Mailer, MailRequest } from "./mailer.ts";

/** The local mailbox: keeps mails in the database, and honours idempotency keys as the provider does. */
export function createOutboxMailer(db: Database, clock: Clock): Mailer {
  return {
    name: "outbox",
    send: (request) =>
      traceStep("keep mails", { "paperboy.mails": request.body.mails }, async (span) => {
        const answer = await keep(db, request, clock.now());
        span.note({ "paperboy.answer": answer.kind });
        return { answer, limits: null };
      }),
  };
}

function keep(db: Database, { body, idempotencyKey }: MailRequest, now: Date): Promise<MailAnswer> {
  const bodyHash = body.hash;
  const mails = mailsIn(body);
  return db.transaction(async (tx) => {
    const [claimed] = await tx
      .insert(outboxRequests)
      .values({ idempotencyKey, bodyHash, mailIds: [], acceptedAt: now })
      .onConflictDoNothing()
      .returning();
    if (!claimed) return repeat(tx, idempotencyKey, bodyHash);
    const rows = mails.map((mail) => ({ id: randomUUID(), ...toRow(mail, now) }));
    const kept = await withoutErased(tx, rows);
    if (kept.length > 0) await tx.insert(outboxMails).values(kept);
    const mailIds = rows.map(({ id }) => id);
    await tx.update(outboxRequests).set({ mailIds }).where(eq(outboxRequests.idempotencyKey, idempotencyKey));
    return accepted(mailIds);
  });
}

/** A sealed request is repeated as it was; what it says to somebody who was erased since is not kept. */
async function withoutErased<Row extends Pick<OutboxRow, "tags">>(tx: Database, rows: Row[]): Promise<Row[]> {
  const ids = rows.flatMap(({ tags }) => tags.subscriber ?? []);
  if (ids.length === 0) return rows;
  // Held still: an erasure at this instant comes before, or finds these mails and deletes them.
  const present = await tx
    .select({ id: subscribers.id })
    .from(subscribers)
    .where(inArray(subscribers.id, ids))
    .for("key share");
  const known = new Set(present.map(({ id }) => id));
  return rows.filter(({ tags }) => tags.subscriber === undefined || known.has(tags.subscriber));
}

async function repeat(tx: Database, idempotencyKey: string, bodyHash: string): Promise<MailAnswer> {
  const [earlier] = await tx
    .select()
    .from(outboxRequests)
    .where(eq(outboxRequests.idempotencyKey, idempotencyKey));
  if (!earlier) return { kind: "unknown", reason: null };
  if (earlier.bodyHash !== bodyHash) return { kind: "key-reused" };
  return accepted(earlier.mailIds);
}

function accepted(ids: string[]): MailAnswer {
  return { kind: "answered", results: ids.map((id) => ({ kind: "accepted", id })) };
}

type OutboxRow = typeof outboxMails.$inferInsert;

function toRow(mail: Mail, now: Date): OutboxRow {
  return {
    sender: mail.from,
    recipient: mail.to,
    replyTo: mail.replyTo,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: mail.headers,
    tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])),
    acceptedAt: now,
  };
}
