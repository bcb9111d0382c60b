import { type ResendError, resendError } from "./resend-errors.ts";

/** One mail as it came over the wire and was found good. */
export type WireMail = {
  from: string;
  to: string | string[];
  cc?: string | string[];
  bcc?: string | string[];
  reply_to?: string | string[];
  subject: string;
  html?: string;
  text?: string;
  headers?: Record<string, string>;
  tags?: { name: string; value: string }[];
};

export type MailCheck = { kind: "good"; mail: WireMail } | { kind: "bad"; error: ResendError };

const bareAddress =
  /^[^\s<>@",;:\\()[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;
const namedAddress = /^[^<>\r\n]*<([^<>]+)>$/;
/** A sender's name that holds special characters outside quotes (RFC 5322, section 3.2.3). */
const specialName = /^(?:[^"<]|"[^"]*")*?[,;:@()[\]\\](?:[^"<]|"[^"]*")*</;
const tagText = /^[A-Za-z0-9_-]{1,256}$/;
const addressFormat =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

/** The bare address of `a@b.c` or `Name <a@b.c>`, or null when it is neither. */
export function bareAddressOf(text: string): string | null {
  const trimmed = text.trim();
  const address = namedAddress.exec(trimmed)?.[1]?.trim() ?? trimmed;
  return address.length <= 320 && bareAddress.test(address) ? address : null;
}

/** The recipients of a field that may be one address, a list or absent. */
export function addressList(field: string | string[] | undefined): string[] {
  if (field === undefined) return [];
  return Array.isArray(field) ? field : [field];
}

/** Checks one mail as the vendor's API does; the first thing wrong is named. */
export function checkMail(value: unknown, isInBatch: boolean): MailCheck {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bad(resendError("validation_error", { message: "Each email must be an object." }));
  }
  const mail: Record<string, unknown> = { ...value };
  for (const field of ["from", "to", "subject"]) if (isMissing(mail[field])) return missing(field);
  if (isMissing(mail.html) && isMissing(mail.text)) {
    return bad(resendError("missing_required_field", { message: "Missing `html` or `text` field." }));
  }
  const problem =
    checkFrom(mail.from) ??
    checkRecipients(mail) ??
    checkTexts(mail) ??
    checkTags(mail.tags) ??
    checkHeaders(mail.headers) ??
    (isInBatch && mail.attachments !== undefined
      ? invalid("attachments", "It is not supported in a batch.")
      : null);
  return problem ? bad(problem) : { kind: "good", mail: asWireMail(mail) };
}

/** Safe after the checks above, which looked at every field of the type. */
function asWireMail(mail: Record<string, unknown>): WireMail {
  return mail as WireMail;
}

const isMissing = (value: unknown) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

const bad = (error: ResendError): MailCheck => ({ kind: "bad", error });

const missing = (field: string) =>
  bad(resendError("missing_required_field", { message: `Missing \`${field}\` field.` }));

const invalid = (field: string, why: string) =>
  resendError("validation_error", { message: `Invalid \`${field}\` field. ${why}` });

function checkFrom(from: unknown): ResendError | null {
  const isGood = typeof from === "string" && bareAddressOf(from) !== null && !specialName.test(from);
  return isGood ? null : resendError("invalid_from_address");
}

function checkRecipients(mail: Record<string, unknown>): ResendError | null {
  for (const field of ["to", "cc", "bcc", "reply_to"]) {
    const value = mail[field];
    if (value === undefined || value === null) continue;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (list.length > 50) return invalid(field, "The number of items must be 50 or fewer.");
    if (!list.every((item) => typeof item === "string" && bareAddressOf(item) !== null)) {
      return invalid(field, addressFormat);
    }
  }
  return null;
}

function checkTexts(mail: Record<string, unknown>): ResendError | null {
  if (typeof mail.subject !== "string" || /[\r\n]/.test(mail.subject)) {
    return invalid("subject", "It must be one line of text.");
  }
  for (const field of ["html", "text"]) {
    const value = mail[field];
    if (value !== undefined && value !== null && typeof value !== "string")
      return invalid(field, "It must be text.");
  }
  return null;
}

function checkTags(tags: unknown): ResendError | null {
  if (tags === undefined || tags === null) return null;
  if (!Array.isArray(tags)) return invalid("tags", "It must be a list.");
  for (const tag of tags as unknown[]) {
    const { name, value } = (tag ?? {}) as { name?: unknown; value?: unknown };
    if (
      typeof name !== "string" ||
      typeof value !== "string" ||
      !tagText.test(name) ||
      !tagText.test(value)
    ) {
      return resendError("validation_error", {
        message:
          "Tags should only contain ASCII letters, numbers, underscores, or dashes, and be at most 256 characters.",
      });
    }
  }
  return null;
}

function checkHeaders(headers: unknown): ResendError | null {
  if (headers === undefined || headers === null) return null;
  if (typeof headers !== "object" || Array.isArray(headers))
    return invalid("headers", "It must be an object.");
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name) || typeof value !== "string" || /[\r\n]/.test(value)) {
      return invalid("headers", "Names and values must be one line of text.");
    }
  }
  return null;
}
