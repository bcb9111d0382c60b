import { createHash } from "node:crypto";
import type { Mail } from "../../digest/compiled-digest.ts";

/**
 * The exact bytes of a request to Resend's `POST /emails/batch`
 * (https://resend.com/docs/api-reference/emails/send-batch-emails). Equal mails give equal bytes.
 */
export function requestBody(mails: Mail[]): Buffer {
  // One mail at a time: a text of megabytes is copied several times before it is bytes.
  const each = mails.map((mail, index) =>
    Buffer.from(`${index === 0 ? "[" : ","}${JSON.stringify(toWire(mail))}`),
  );
  return Buffer.concat([...(each.length === 0 ? [Buffer.from("[")] : each), Buffer.from("]")]);
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
