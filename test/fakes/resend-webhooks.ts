import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { AcceptedMail } from "./resend-mailbox.ts";

export type MailEventType =
  | "email.sent"
  | "email.scheduled"
  | "email.delivered"
  | "email.delivery_delayed"
  | "email.complained"
  | "email.bounced"
  | "email.opened"
  | "email.clicked"
  | "email.failed"
  | "email.received"
  | "email.suppressed";

export type MailEvent = {
  type: MailEventType;
  created_at: string;
  data: Record<string, unknown> & { email_id: string; to: string[]; tags: Record<string, string> };
};

/** What an event says of a mail; an accepted mail of the fake fits. */
export type EventMail = Pick<AcceptedMail, "id" | "from" | "to" | "subject" | "tags"> & { at?: string };

/** HTTP headers of a webhook as they arrive. */
export type WebhookHeaders = { "svix-id": string; "svix-timestamp": string; "svix-signature": string };

/**
 * Signs the exact bytes of a webhook as https://www.standardwebhooks.com says: HMAC-SHA-256 over
 * `id.timestamp.payload`, the secret being `whsec_` and base64. A repeated id is a repeated event.
 */
export function signWebhook(
  secret: string,
  payload: string,
  given: { id?: string; timestamp?: Date } = {},
): WebhookHeaders {
  const id = given.id ?? `msg_${randomUUID().replaceAll("-", "")}`;
  const signedAt = given.timestamp ?? new Date();
  return {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(signedAt.getTime() / 1000)),
    "svix-signature": new Webhook(secret).sign(id, signedAt, payload),
  };
}

/**
 * An event in the vendor's shape, where a mail's list of tags comes back as a record. `extra.data` is merged
 * into the data, for example `{ bounce: { type: "Transient" } }`; what a type must have gets a usual value.
 */
export function makeEvent(
  type: MailEventType,
  mail: EventMail,
  extra: { at?: Date; data?: Record<string, unknown> } = {},
): MailEvent {
  const at = (extra.at ?? new Date()).toISOString();
  const usual = usualDetails(type, at);
  const given = extra.data ?? {};
  const merged = Object.fromEntries(
    Object.entries(usual).map(([name, value]) => [
      name,
      { ...value, ...(given[name] as object | undefined) },
    ]),
  );
  return {
    type,
    created_at: at,
    data: {
      created_at: mail.at ?? at,
      email_id: mail.id,
      message_id: `<${mail.id}@mail.example.com>`,
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      tags: Object.fromEntries(mail.tags.map((tag) => [tag.name, tag.value])),
      ...given,
      ...merged,
    },
  };
}

/** Signs and posts one event; the answer of the receiver. */
export async function postEvent(
  url: string,
  secret: string,
  event: MailEvent,
  given: { id?: string; timestamp?: Date } = {},
): Promise<Response> {
  const payload = JSON.stringify(event);
  const headers = { "content-type": "application/json", ...signWebhook(secret, payload, given) };
  const answer = await fetch(url, { method: "POST", headers, body: payload });
  // A server that closes waits for seconds for who has not read its answer.
  return new Response((await answer.text()) || null, { status: answer.status, headers: answer.headers });
}

function usualDetails(type: MailEventType, at: string): Record<string, object> {
  switch (type) {
    case "email.bounced":
      return {
        bounce: {
          type: "Permanent",
          subType: "General",
          message: "The recipient's mail server rejected the mail for good.",
        },
      };
    case "email.clicked":
      return {
        click: {
          ipAddress: "192.0.2.1",
          link: "https://example.com/papers/2606.00001",
          timestamp: at,
          userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
        },
      };
    case "email.failed":
      return { failed: { reason: "reached_daily_quota" } };
    case "email.suppressed":
      return {
        suppressed: { type: "OnAccountSuppressionList", message: "The address is on the suppression list." },
      };
    default:
      return {};
  }
}
