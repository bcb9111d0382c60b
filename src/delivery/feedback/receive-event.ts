import { Webhook } from "standardwebhooks";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { cleanJson } from "./clean-json.ts";
import type { KeepEvent } from "./event-collector.ts";
import { eventSchema, jsonText, toStoredEvent, toUnreadableEvent } from "./provider-event.ts";
import type { NewEvent } from "./stored-event.ts";

/** A webhook whose signature is missing, forged or too old. */
export class SignatureRefusedError extends AppError {
  readonly code = "signature_refused";
  override readonly httpStatus = 401;
}

/** A signed webhook that is not JSON. */
class EventUnreadableError extends AppError {
  readonly code = "event_unreadable";
}

export type WebhookHeaders = { id: string | null; timestamp: string | null; signature: string | null };

/**
 * Takes a webhook of Resend (https://resend.com/docs/dashboard/webhooks/introduction): checks the signature
 * over the raw bytes first (Standard Webhooks, five minutes of tolerance), then stores the event under its
 * id, once. Types that are not known are kept too, and JSON that is no event with a note; what PostgreSQL
 * cannot keep is cleaned.
 *
 * @throws {SignatureRefusedError} with nothing stored.
 * @throws {EventUnreadableError} for signed bytes that are no JSON, with nothing stored.
 */
export async function receiveEvent(
  ctx: Pick<Context, "config" | "clock">,
  rawBody: string,
  headers: WebhookHeaders,
  keep: KeepEvent,
): Promise<{ id: string; isNew: boolean }> {
  verify(ctx.config.mail.resend.webhookSecrets, rawBody, headers);
  const json = jsonText.safeParse(rawBody);
  if (!json.success) throw new EventUnreadableError("The webhook is signed but is not JSON.");
  const id = headers.id ?? "";
  return { id, isNew: await keep(toEvent(id, json.data, rawBody.length, ctx.clock.now())) };
}

/** More than any event of the provider has, and than its webhooks may bring. */
const longestEvent = 256 * 1024;

/**
 * Stores an event as the provider shows it of itself, once; one that is longer or deeper than any event is kept as one
 * that cannot be read, so that it is not asked for again.
 *
 * @returns whether it was not there.
 */
export async function keepShownEvent(
  { clock }: Pick<Context, "clock">,
  id: string,
  payload: unknown,
  keep: KeepEvent,
): Promise<boolean> {
  const length = lengthOf(payload);
  const now = clock.now();
  return keep(
    length > longestEvent ? toUnreadableEvent(id, length, now) : toEvent(id, cleanJson(payload), length, now),
  );
}

/** Of its JSON text in characters; what is nested too deeply to be written counts as too long. */
function lengthOf(payload: unknown): number {
  try {
    return JSON.stringify(payload ?? null).length;
  } catch {
    return longestEvent + 1;
  }
}

function verify(secrets: string[], payload: string, { id, timestamp, signature }: WebhookHeaders): void {
  if (secrets.length === 0) throw new SignatureRefusedError("RESEND_WEBHOOK_SECRET is not set.");
  if (!id || !timestamp || !signature) throw new SignatureRefusedError("The webhook is not signed.");
  const signed = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
  const isGood = secrets.some((secret) => isSignedWith(secret, payload, signed));
  if (!isGood) throw new SignatureRefusedError("The webhook's signature is wrong or too old.");
}

/** A secret that is no base64 signs nothing. */
function isSignedWith(secret: string, payload: string, signed: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(payload, signed, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function toEvent(id: string, json: unknown, characters: number, now: Date): NewEvent {
  const event = eventSchema.safeParse(json);
  return event.success ? toStoredEvent(id, event.data, now) : toUnreadableEvent(id, characters, now);
}
