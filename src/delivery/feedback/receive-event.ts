import { Resend } from "resend";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { insertEvent } from "./store.ts";

/** A webhook whose signature is missing, forged or too old. */
export class SignatureRefusedError extends AppError {
  readonly code = "signature_refused";
  override readonly httpStatus = 401;
}

/** A signed webhook that is not an event. */
export class EventUnreadableError extends AppError {
  readonly code = "event_unreadable";
}

/** What taking a webhook needs of the context. */
export type ReceivingContext = Pick<Context, "config" | "clock" | "log" | "db"> & {
  queues: Pick<Context["queues"], "ring">;
};

export type WebhookHeaders = { id: string | null; timestamp: string | null; signature: string | null };

const uuid = z.uuid();

const eventSchema = z.object({
  type: z.string().min(1).max(100),
  created_at: z.string().optional(),
  data: z
    .object({
      email_id: z.string().max(200).optional(),
      tags: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .loose()
    .default({}),
});

/**
 * Takes a webhook of Resend (https://resend.com/docs/dashboard/webhooks/introduction): checks the signature
 * over the raw bytes first (Standard Webhooks, five minutes of tolerance), then stores the event under its
 * id, once, and rings for it to be applied. Types that are not known are kept too.
 *
 * @throws {SignatureRefusedError} with nothing stored.
 * @throws {EventUnreadableError} for signed bytes that are no event.
 */
export async function receiveEvent(
  ctx: ReceivingContext,
  rawBody: string,
  headers: WebhookHeaders,
): Promise<{ id: string; isNew: boolean }> {
  verify(ctx.config.mail.resend.webhookSecrets, rawBody, headers);
  const event = parseEvent(rawBody);
  const now = ctx.clock.now();
  const { edition, subscriber } = event.data.tags ?? {};
  const occurredAt = event.created_at === undefined ? Number.NaN : Date.parse(event.created_at);
  const id = headers.id ?? "";
  const isNew = await insertEvent(ctx.db, {
    id,
    type: event.type,
    editionId: edition ?? null,
    subscriberId: uuid.safeParse(subscriber).data ?? null,
    providerId: event.data.email_id ?? null,
    occurredAt: Number.isNaN(occurredAt) ? now : new Date(occurredAt),
    receivedAt: now,
    payload: event,
  });
  if (isNew) ring(ctx);
  return { id, isNew };
}

function verify(secrets: string[], payload: string, { id, timestamp, signature }: WebhookHeaders): void {
  if (secrets.length === 0) throw new SignatureRefusedError("RESEND_WEBHOOK_SECRET is not set.");
  if (!id || !timestamp || !signature) throw new SignatureRefusedError("The webhook is not signed.");
  // The SDK wants a key to be made; verifying uses none.
  const { webhooks } = new Resend("re_verifies_only");
  const isGood = secrets.some((webhookSecret) => {
    try {
      webhooks.verify({ payload, headers: { id, timestamp, signature }, webhookSecret });
      return true;
    } catch {
      return false; // the next secret may have signed it
    }
  });
  if (!isGood) throw new SignatureRefusedError("The webhook's signature is wrong or too old.");
}

const jsonText = z.string().transform((text, issues) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    issues.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
});

function parseEvent(rawBody: string) {
  const parsed = jsonText.pipe(eventSchema).safeParse(rawBody);
  if (!parsed.success) throw new EventUnreadableError("The webhook is signed but is not an event.");
  return parsed.data;
}

/** The provider is answered whether or not the queue hears it: what is stored is applied at the next dispatch. */
function ring(ctx: ReceivingContext): void {
  ctx.queues.ring("feedback", {}, { jobId: `feedback-${Math.floor(Date.now() / 1000)}` }).catch((error) => {
    ctx.log.warn({ reason: error.message }, "feedback waits for the next dispatch");
  });
}
