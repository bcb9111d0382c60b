import { eq } from "drizzle-orm";
import type { Clock } from "../../clock.ts";
import type { Database } from "../../db/client.ts";
import { outboxMails, outboxRequests } from "../../db/schema.ts";
import type { Mail } from "../../digest/model.ts";
import { traceStep } from "../../ops/traces.ts";
import { hashBody, requestBody } from "./body.ts";
import type { MailAnswer, Mailer, MailRequest } from "./mailer.ts";

/** The local mailbox: keeps mails in the database, and honours idempotency keys as the provider does. */
export function createOutboxMailer(db: Database, clock: Clock): Mailer {
  return {
    name: "outbox",
    send: (request) =>
      traceStep("keep mails", { "paperboy.mails": request.mails.length }, async (span) => {
        const answer = await keep(db, request, clock.now());
        span.note({ "paperboy.answer": answer.kind });
        return { answer, limits: null };
      }),
  };
}

function keep(db: Database, { mails, body, idempotencyKey }: MailRequest, now: Date): Promise<MailAnswer> {
  const bodyHash = hashBody(body ?? requestBody(mails));
  return db.transaction(async (tx) => {
    const [claimed] = await tx
      .insert(outboxRequests)
      .values({ idempotencyKey, bodyHash, mailIds: [], acceptedAt: now })
      .onConflictDoNothing()
      .returning();
    if (!claimed) return repeat(tx, idempotencyKey, bodyHash);
    const kept = await tx
      .insert(outboxMails)
      .values(mails.map((mail) => toRow(mail, now)))
      .returning({ id: outboxMails.id });
    const mailIds = kept.map(({ id }) => id);
    await tx.update(outboxRequests).set({ mailIds }).where(eq(outboxRequests.idempotencyKey, idempotencyKey));
    return accepted(mailIds);
  });
}

async function repeat(tx: Database, idempotencyKey: string, bodyHash: string): Promise<MailAnswer> {
  const [earlier] = await tx
    .select()
    .from(outboxRequests)
    .where(eq(outboxRequests.idempotencyKey, idempotencyKey));
  if (!earlier) return { kind: "unknown", reason: "the earlier request is gone" };
  if (earlier.bodyHash !== bodyHash)
    return { kind: "key-reused", reason: "the same key came with another body" };
  return accepted(earlier.mailIds);
}

function accepted(ids: string[]): MailAnswer {
  return { kind: "answered", results: ids.map((id) => ({ kind: "accepted", id })) };
}

function toRow(mail: Mail, now: Date): typeof outboxMails.$inferInsert {
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
