import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** The key of sessions: another password or signing secret ends them all. */
export function sessionKey(tokenSecret: string, password: string): Buffer {
  return createHmac("sha256", tokenSecret).update(`ops session ${password}`).digest();
}

/** What a session's cookie holds: nothing but chance; URL-safe. */
export function makeSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a session's cookie, or null for what no session ever held. */
export function hashSessionToken(key: Buffer, token: string): string | null {
  return /^[\w-]{43}$/.test(token) ? keyedHash(key, "token", token) : null;
}

/** What every form of a session carries, so that no other site can post in the operator's name. */
export function formToken(key: Buffer, session: string): string {
  return keyedHash(key, "form", session);
}

/** A hash that only this key makes, apart for each purpose; URL-safe. */
export function keyedHash(key: Buffer, purpose: string, text: string): string {
  return createHmac("sha256", key).update(`${purpose} ${text}`).digest("base64url");
}

/** Compares two texts in a time that tells neither their content nor their length. */
export function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A browser as this site knows it again; whoever holds the mark may do nothing by it. */
export type Mark = { id: string; at: Date };

const markHeadBytes = 8 + 12;

/** Signs a new mark that names an instant, for one purpose; URL-safe. */
export function makeMark(key: Buffer, purpose: string, at: Date): string {
  const head = Buffer.alloc(markHeadBytes);
  head.writeBigUInt64BE(BigInt(at.getTime()));
  randomBytes(12).copy(head, 8);
  return `${head.toString("base64url")}.${keyedHash(key, purpose, head.toString("base64url"))}`;
}

/** Reads a mark made with this key for this purpose; null for anything else. */
export function readMark(key: Buffer, purpose: string, mark: string): Mark | null {
  const [text = "", mac = "", ...rest] = mark.split(".");
  const head = Buffer.from(text, "base64url");
  if (rest.length > 0 || head.length !== markHeadBytes) return null;
  if (!isSameText(mac, keyedHash(key, purpose, text))) return null;
  return { id: head.subarray(8).toString("hex"), at: new Date(Number(head.readBigUInt64BE())) };
}
