import { createHash } from "node:crypto";
import type { Mail } from "../../digest/compiled-digest.ts";

/**
 * The exact bytes of a request to Resend's `POST /emails/batch`
 * (https://resend.com/docs/api-reference/emails/send-batch-emails). Equal mails give equal bytes.
 */
export function requestBody(mails: Mail[]): Buffer {
  return Buffer.from(JSON.stringify(mails.map(toWire)));
}

/** Hex SHA-256 of a body. */
export function hashBody(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

function toWire(mail: Mail) {
  return {
    from: mail.from,
    to: [mail.to],
    ...(mail.replyTo === null ? {} : { reply_to: mail.replyTo }),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: mail.headers,
    tags: mail.tags,
  };
}
