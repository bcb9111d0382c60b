import { createHmac } from "node:crypto";
import { mailboxOf } from "../addresses/address.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { countTriesSince, lockSubject, recordTry } from "./tries-store.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How many mails a stranger can cause to one mailbox. */
export const mailGapMs = 10 * minute;
const mailsPerDay = 5;

export type TryLimit = { purpose: string; most: number; windowMs: number };

/** What one client may do. */
export const clientLimits = {
  subscribe: { purpose: "subscribe", most: 30, windowMs: hour },
  link: { purpose: "link", most: 30, windowMs: hour },
  address: { purpose: "address", most: 20, windowMs: hour },
  // A reader goes through a month's papers; a whole laboratory may share an address.
  mark: { purpose: "mark", most: 1_000, windowMs: hour },
  seed: { purpose: "seed", most: 60, windowMs: hour },
} satisfies Record<string, TryLimit>;

/** Counts one try of a client; `retryAfterMs` is set when it was one too many in its fixed window. */
export async function takeTry(
  ctx: Context,
  limit: TryLimit,
  client: string,
): Promise<{ isAllowed: true } | { isAllowed: false; retryAfterMs: number }> {
  const now = ctx.clock.now().getTime();
  const windowStart = Math.floor(now / limit.windowMs) * limit.windowMs;
  const count = await recordTry(ctx.db, keyOf(ctx, limit.purpose, client), new Date(windowStart));
  if (count <= limit.most) return { isAllowed: true };
  return { isAllowed: false, retryAfterMs: windowStart + limit.windowMs - now };
}

/**
 * Whether a mail that anybody can cause may go to this mailbox now: one in ten minutes and five a day,
 * whatever plus tags the address carries. Must run in the transaction that writes the mail; two at once
 * take turns.
 */
export async function takeMailSlot(ctx: Context, tx: Database, emailKey: string): Promise<boolean> {
  const key = keyOf(ctx, "mail", mailboxOf(emailKey));
  await lockSubject(tx, key);
  const now = ctx.clock.now();
  const { count, last } = await countTriesSince(tx, key, new Date(now.getTime() - day));
  if (count >= mailsPerDay) return false;
  if (last && now.getTime() - last.getTime() < mailGapMs) return false;
  await recordTry(tx, key, now);
  return true;
}

/**
 * Holds the mailboxes to which one transaction will cause mails, in one order whoever asks: two that mean each other's
 * never wait for each other.
 */
export async function lockMailboxes(ctx: Context, tx: Database, emailKeys: string[]): Promise<void> {
  const keys = emailKeys.map((emailKey) => keyOf(ctx, "mail", mailboxOf(emailKey)));
  for (const key of keys.toSorted()) await lockSubject(tx, key);
}

/** Keyed, so that the table tells neither addresses nor clients. */
function keyOf(ctx: Context, purpose: string, subject: string): string {
  const [secret = ""] = ctx.config.tokens.secrets;
  return `${purpose}:${createHmac("sha256", secret).update(subject).digest("base64url").slice(0, 32)}`;
}
