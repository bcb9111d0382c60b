import { createHash } from "node:crypto";

/** What a provider refused mails for: its own words, which are kept and shown, and what tells one refusal from another. */
export type NamedRefusal = {
  /** Equal for equal words; the only thing that is compared. */
  key: string;
  words: string;
};

/**
 * Names a refusal. Resend has no code for what it refuses a mail for, so the words name it, once `describe` has taken
 * out of them what differs from mail to mail. Migration 0018 makes the same key of what is kept from before.
 */
export function nameRefusal(words: string): NamedRefusal {
  return { key: createHash("sha256").update(words).digest("hex").slice(0, 16), words };
}
