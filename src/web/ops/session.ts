import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** How long an operator stays logged in. */
export const sessionMs = 12 * 3_600_000;

const nonceBytes = 16;
const headBytes = 4 + nonceBytes;

/** The key of sessions: another password or signing secret ends them all. */
export function sessionKey(tokenSecret: string, password: string): Buffer {
  return createHmac("sha256", tokenSecret).update(`ops session ${password}`).digest();
}

/** A signed session that ends after `sessionMs`; URL-safe. */
export function makeSession(key: Buffer, now: Date): string {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Math.floor((now.getTime() + sessionMs) / 1000));
  const body = Buffer.concat([head, randomBytes(nonceBytes)]);
  return Buffer.concat([body, sign(key, body)]).toString("base64url");
}

/** Whether a session was made with this key and has not ended. */
export function isSession(key: Buffer, session: string, now: Date): boolean {
  const bytes = Buffer.from(session, "base64url");
  if (bytes.length !== headBytes + 32 || bytes.toString("base64url") !== session) return false;
  const body = bytes.subarray(0, headBytes);
  if (!timingSafeEqual(bytes.subarray(headBytes), sign(key, body))) return false;
  return body.readUInt32BE(0) * 1000 > now.getTime();
}

/** What every form of a session carries, so that no other site can post in the operator's name. */
export function formToken(key: Buffer, session: string): string {
  return createHmac("sha256", key).update(`form ${session}`).digest("base64url");
}

/** Compares two texts in a time that tells neither their content nor their length. */
export function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function sign(key: Buffer, body: Buffer): Buffer {
  return createHmac("sha256", key).update(body).digest();
}
