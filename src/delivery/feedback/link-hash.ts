import { createHmac } from "node:crypto";
import type { AddressKey } from "../../subscribers/suppressions/address-keys.ts";

/** What an event that was reduced keeps of a link: whoever knows a link finds it again, and nobody else reads it. */
export function linkHash({ secret }: AddressKey, link: string): string {
  return createHmac("sha256", secret).update(link).digest("hex").slice(0, 16);
}
