import { InvalidInputError } from "../../errors.ts";
import { parseAddress } from "../address.ts";

/** Where in a record each known value stands; absent when the file has no such column. */
export type Columns = Partial<Record<ColumnName, number>> & { email: number };

export type ColumnName = keyof typeof titles;

/** Titles in lower case, with `_` for anything between words. */
const titles = {
  // Plain files; listmonk's `email`; Mailchimp's `Email Address`; Substack's `Email`.
  email: ["email", "e_mail", "email_address", "e_mail_address", "mail", "subscriber_email"],
  timezone: ["timezone", "time_zone", "tz"],
  hour: ["hour"],
  cadence: ["cadence"],
  topics: ["topics"],
  keywords: ["keywords"],
  authors: ["authors"],
  max: ["max", "max_papers"],
  detail: ["detail"],
  mutedKeywords: ["muted_keywords"],
  mutedAuthors: ["muted_authors"],
  minMatches: ["min_matches"],
  lateRisers: ["late_risers"],
  // listmonk: enabled, disabled, blocklisted; Mailchimp: Subscribed, Unsubscribed, Cleaned; ours: active, paused, ...
  status: [
    "status",
    "state",
    "email_marketing",
    "email_marketing_status",
    "member_status",
    "subscription_status",
  ],
  // Ours.
  pausedUntil: ["paused_until"],
  suppressed: ["suppressed"],
  // Mailchimp's files of those who left and of those whose mail came back.
  leftAt: ["unsub_time", "unsubscribed_at"],
  cleanedAt: ["clean_time"],
  // Resend's contacts; Substack.
  hasLeft: ["unsubscribed", "is_unsubscribed", "opted_out", "email_disabled", "emails_disabled"],
  // Ghost; others.
  wantsMail: ["subscribed_to_emails", "email_enabled", "emails_enabled", "subscribed"],
  // Buttondown: regular, premium, unsubscribed, unactivated, ...
  kind: ["type", "subscriber_type"],
} as const;

/**
 * Finds the known columns in the first record. When that record is no header but starts the list itself, its
 * address stands in the only column that is read.
 *
 * @throws {InvalidInputError} when no column holds addresses.
 */
export function readColumns(first: string[]): { columns: Columns; isHeader: boolean } {
  const found: Partial<Record<ColumnName, number>> = {};
  const normalised = first.slice(0, 1000).map((title) =>
    title
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, "_"),
  );
  for (const [name, known] of entries(titles)) {
    // In the order of the known titles: a `Status` says more than a `State`, which may be one of fifty.
    const title = known.find((one) => normalised.includes(one));
    if (title !== undefined) found[name] = normalised.indexOf(title);
  }
  if (found.email !== undefined) return { columns: { ...found, email: found.email }, isHeader: true };
  const email = first.slice(0, 1000).findIndex((cell) => parseAddress(cell).kind === "address");
  if (email < 0) throw new InvalidInputError("The file has no column named email.");
  return { columns: { email }, isHeader: false };
}

function entries<K extends string, V>(record: Record<K, V>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
