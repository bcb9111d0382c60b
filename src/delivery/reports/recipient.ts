import { parseAddress } from "../../addresses/address.ts";
import { bareAddress } from "../../addresses/bare-address.ts";

/** Whom an event names; the address itself is known only while the event is kept as it was received. */
export type EventRecipient = { addressHash: string; email: string | null };

const hashedForm = /^sha256:([0-9a-f]{64})$/;

/** Reads `Name <address>`, `address`, or the hash that an event keeps in its place; null for anything else. */
export function recipientOf(text: string): EventRecipient | null {
  const addressHash = hashedForm.exec(text)?.[1];
  if (addressHash !== undefined) return { addressHash, email: null };
  const parsed = parseAddress(bareAddress(text));
  if (parsed.kind !== "address") return null;
  const { email, addressHash: hash } = parsed.address;
  return { addressHash: hash, email };
}

/**
 * How an event names its recipient without the address. The hash is the one that suppressions are matched by:
 * a complaint whose mail becomes known only later must still find whom it is of.
 */
export function hashedRecipient({ addressHash }: EventRecipient): string {
  return `sha256:${addressHash}`;
}
