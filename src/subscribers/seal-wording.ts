import { createHmac, timingSafeEqual } from "node:crypto";
import type { Config } from "../config/env.ts";

const macBytes = 16;

/**
 * A text that a reader agrees to, as their form carries it: with a mark that we made it (HMAC-SHA-256 cut to 128 bits,
 * RFC 2104, section 5). A page may lie in a cache, or a form on another site, while the installation's name changes: what
 * the reader saw is kept, not what would be shown now. The same text gives the same seal.
 *
 * @returns safe in URLs and attributes.
 */
export function sealWording({ tokens }: Pick<Config, "tokens">, wording: string): string {
  const [secret] = tokens.secrets;
  if (secret === undefined) throw new Error("a wording needs a secret");
  return Buffer.concat([mac(secret, wording), Buffer.from(wording)]).toString("base64url");
}

/** The text that was sealed by any of the secrets; null for what none of them has sealed. */
export function openWording({ tokens }: Pick<Config, "tokens">, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  const wording = bytes.toString("utf8", macBytes);
  const isOurs =
    bytes.length > macBytes &&
    tokens.secrets.some((secret) => timingSafeEqual(bytes.subarray(0, macBytes), mac(secret, wording)));
  return isOurs ? wording : null;
}

/** No link is signed so: the first byte of a token is its purpose, a small number. */
function mac(secret: string, wording: string): Buffer {
  return createHmac("sha256", secret).update(`wording\n${wording}`).digest().subarray(0, macBytes);
}
