import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../../errors.ts";

/** An address line that names a search which cannot be read any more. */
class SearchOverError extends AppError {
  readonly code = "search_over";
  override readonly httpStatus = 410;

  constructor() {
    super("This search is over: open the list and search again.");
  }
}

/** How long an address line leads to its search again: about as long as a session. */
const searchMs = 12 * 3_600_000;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 8;
/** Short searches have one length, so that the length tells nothing of the address. */
const padTo = 64;

/**
 * Seals what an operator searched for into an opaque word for an address line (AES-256-GCM, NIST SP 800-38D):
 * reloading, going back and paging work, and no history, log or table holds the address.
 *
 * @param list what is searched; a word of one list opens in no other.
 */
export function sealSearch(key: Buffer, list: string, text: string, now: Date): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(key), nonce).setAAD(Buffer.from(list));
  const words = Buffer.from(text);
  const plain = Buffer.alloc(Math.ceil((headBytes + 2 + words.length) / padTo) * padTo);
  plain.writeBigUInt64BE(BigInt(now.getTime() + searchMs));
  plain.writeUInt16BE(words.length, headBytes);
  words.copy(plain, headBytes + 2);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** What was searched for. @throws {SearchOverError} when it is too old, or was not sealed for this list. */
export function openSearch(key: Buffer, list: string, sealed: string, now: Date): string {
  const plain = decipher(key, list, Buffer.from(sealed, "base64url"));
  if (plain === null || Number(plain.readBigUInt64BE()) <= now.getTime()) throw new SearchOverError();
  const from = headBytes + 2;
  return plain.toString("utf8", from, from + plain.readUInt16BE(headBytes));
}

function decipher(key: Buffer, list: string, bytes: Buffer): Buffer | null {
  if (bytes.length < nonceBytes + tagBytes + padTo) return null;
  const opened = createDecipheriv("aes-256-gcm", sealingKey(key), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  opened.setAAD(Buffer.from(list)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([opened.update(bytes.subarray(nonceBytes + tagBytes)), opened.final()]);
  } catch {
    return null; // the cipher throws for what this key did not seal
  }
}

function sealingKey(key: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", "ops search", 32));
}
