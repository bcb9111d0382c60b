import { createHmac, randomBytes } from "node:crypto";

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
  return /^[\w-]{43}$/.test(token) ? hashForPurpose(key, "token", token) : null;
}

/** What every form of a session carries, so that no other site can post in the operator's name. */
export function formToken(key: Buffer, session: string): string {
  return hashForPurpose(key, "form", session);
}

/** A hash that only this key makes, apart for each purpose; URL-safe. */
export function hashForPurpose(key: Buffer, purpose: string, text: string): string {
  return createHmac("sha256", key).update(`${purpose} ${text}`).digest("base64url");
}

/** The mark by which the site knows a browser again. It grants nothing: whoever copies it is still not logged in. */
export type BrowserMark = { id: string; at: Date };

/** What the signed cookie of a new mark holds. */
export function makeBrowserMark(at: Date): string {
  return `${at.getTime()}-${randomBytes(12).toString("hex")}`;
}

/** Reads what `makeBrowserMark` made; null for anything else. */
export function parseBrowserMark(text: string): BrowserMark | null {
  const [, ms, id] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(text) ?? [];
  return ms === undefined || id === undefined ? null : { id, at: new Date(Number(ms)) };
}
