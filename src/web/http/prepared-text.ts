import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A body that is sent many times: its validator and its compressed form are made once. */
export type PreparedText = { text: string; etag: string; gzipped: Uint8Array<ArrayBuffer> };

export function prepareText(text: string): PreparedText {
  return { text, etag: etagOf(text), gzipped: Uint8Array.from(gzipSync(text)) };
}

/** Weak: compression changes the bytes but not the page (RFC 9110, section 8.8.1). */
export function etagOf(text: string): string {
  return `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** About what a prepared text takes in memory, in bytes. */
export function sizeOf({ text, gzipped }: PreparedText): number {
  return text.length + gzipped.length;
}
