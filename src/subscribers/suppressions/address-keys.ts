import { createHmac, hkdfSync } from "node:crypto";

/** One secret under which hashed addresses are kept. */
export type AddressKey = { /** Tells which secret it is, and nothing of it. */ id: string; secret: Buffer };

export type AddressKeys = {
  /** New rows are made under this one. */
  current: AddressKey;
  /** Looked up under all of these. */
  all: AddressKey[];
};

/**
 * The keys of hashed addresses, one for each secret, each derived for this use alone (HKDF, RFC 5869).
 *
 * @param secrets at least one; new rows are made under the first.
 */
export function deriveAddressKeys(secrets: string[]): AddressKeys {
  const all = [...new Set(secrets)].map(deriveKey);
  const [current] = all;
  if (!current) throw new Error("hashed addresses need a secret");
  return { current, all };
}

function deriveKey(text: string): AddressKey {
  const secret = Buffer.from(hkdfSync("sha256", text, "", "paperboy: hashed addresses", 32));
  const id = createHmac("sha256", secret).update("paperboy: name of this key").digest("hex").slice(0, 16);
  return { id, secret };
}

/** Hex HMAC-SHA-256 (RFC 2104) of a hashed address: without the secret, no guess of the address can be tried. */
function keyedHash({ secret }: AddressKey, addressHash: string): string {
  return createHmac("sha256", secret).update(addressHash).digest("hex");
}

/** The names under which the suppression of one address may be kept. */
export type SuppressionNames = {
  addressHash: string;
  /** The key of new rows, and the address under it. */
  keyId: string;
  keyedHash: string;
  /** The address under each key. */
  keyedHashes: string[];
};

export function suppressionNames(keys: AddressKeys, addressHash: string): SuppressionNames {
  const keyedHashes = keys.all.map((key) => keyedHash(key, addressHash));
  return {
    addressHash,
    keyId: keys.current.id,
    keyedHash: keyedHashes[keys.all.indexOf(keys.current)] ?? keyedHash(keys.current, addressHash),
    keyedHashes,
  };
}
