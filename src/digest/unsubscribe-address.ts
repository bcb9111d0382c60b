import { bareAddress } from "../addresses/bare-address.ts";
import type { Config } from "../config/env.ts";

/**
 * The bare address to which readers may mail that they leave: the one that is set for it, else that for
 * replies; null when neither is set, since nobody is known to read what comes to the sender's.
 */
export function unsubscribeAddress({
  unsubscribeTo,
  replyTo,
}: Pick<Config["mail"], "unsubscribeTo" | "replyTo">): string | null {
  const mailbox = unsubscribeTo ?? replyTo;
  return mailbox === null ? null : bareAddress(mailbox);
}
