import { createHash } from "node:crypto";

/** Names the reason of a delivery in an address line; a provider's own words may quote an address. */
export function reasonMark(reason: string): string {
  return createHash("sha256").update(reason).digest("hex").slice(0, 12);
}
