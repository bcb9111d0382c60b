import { createHash } from "node:crypto";
import type { Sink } from "./sink.ts";

/**
 * JSON as bytes, written into memory that is kept from one text to the next, and hashed as it is written. What
 * `literal` and `value` take stands within a string, escaped as `JSON.stringify` does.
 */
export type JsonBytes = Sink & {
  /** Begins anew; what `end` returned before is written over. */
  begin(): void;
  /** What is JSON already, in ASCII. */
  raw(bytes: Uint8Array): void;
  /** Hashes what was written so far, while it is near. */
  hash(): void;
  /** All that was written, which stays as it is until the next `begin`, and its SHA-256 in hexadecimal. */
  end(): { bytes: Uint8Array; hash: string };
  /** How much memory it holds, in bytes. */
  capacity(): number;
};

const smallest = 65_536;
/** Less than twice: what is left unused counts as used where memory is kept within bounds. */
const growth = 1.5;
/** The longest escape of a unit of UTF-16: `\u0000`. */
const longestEscape = 6;
const hexDigits = Buffer.from("0123456789abcdef");

/** Units of UTF-16 whose escape is a letter: `\b`, `\t`, `\n`, `\f`, `\r`. */
const letters = new Map([
  [0x08, 0x62],
  [0x09, 0x74],
  [0x0a, 0x6e],
  [0x0c, 0x66],
  [0x0d, 0x72],
]);

/**
 * @param expected how many bytes are likely to be written, asked when there is no more room: memory that grows step by
 * step leaves as much behind as it holds.
 */
export function createJsonBytes(expected: () => number = () => 0): JsonBytes {
  let bytes = Buffer.allocUnsafeSlow(smallest);
  let at = 0;
  let hashedTo = 0;
  let hash = createHash("sha256");
  /** The first half of a surrogate pair that was written as an escape, and where that ends: the other may follow. */
  let half = 0;
  let halfEndsAt = -1;

  const makeRoom = (size: number) => {
    if (at + size <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(Math.ceil(growth * bytes.length), at + size, expected()));
    larger.set(bytes.subarray(0, at));
    bytes = larger;
  };
  const raw = (part: Uint8Array) => {
    makeRoom(part.length);
    bytes.set(part, at);
    at += part.length;
  };
  const unicodeEscape = (unit: number) => {
    bytes[at++] = 0x5c;
    bytes[at++] = 0x75;
    for (let shift = 12; shift >= 0; shift -= 4) bytes[at++] = hexDigits[(unit >> shift) & 15] ?? 0;
  };
  const surrogate = (unit: number) => {
    if (unit < 0xdc00 || at !== halfEndsAt) {
      unicodeEscape(unit);
      if (unit >= 0xdc00) return;
      half = unit;
      halfEndsAt = at;
      return;
    }
    at -= longestEscape;
    halfEndsAt = -1;
    const point = 0x10000 + ((half - 0xd800) << 10) + (unit - 0xdc00);
    bytes[at++] = 0xf0 | (point >> 18);
    bytes[at++] = 0x80 | ((point >> 12) & 63);
    bytes[at++] = 0x80 | ((point >> 6) & 63);
    bytes[at++] = 0x80 | (point & 63);
  };
  const control = (unit: number) => {
    const letter = letters.get(unit);
    if (letter === undefined) return unicodeEscape(unit);
    bytes[at++] = 0x5c;
    bytes[at++] = letter;
  };
  /** A unit beyond printable ASCII. */
  const rare = (unit: number) => {
    if (unit < 0x20) control(unit);
    else if (unit < 0x80) bytes[at++] = unit;
    else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 63);
    } else if (unit >= 0xd800 && unit <= 0xdfff) surrogate(unit);
    else {
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 63);
      bytes[at++] = 0x80 | (unit & 63);
    }
  };
  const value = (text: string) => {
    makeRoom(longestEscape * text.length);
    const target = bytes;
    // Of its own: what other functions can change costs more to count on.
    let to = at;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit >= 0x20 && unit <= 0x7e) {
        if (unit === 0x22 || unit === 0x5c) target[to++] = 0x5c;
        target[to++] = unit;
      } else {
        at = to;
        rare(unit);
        to = at;
      }
    }
    at = to;
  };
  const update = () => {
    hash.update(bytes.subarray(hashedTo, at));
    hashedTo = at;
  };
  return {
    begin: () => {
      at = 0;
      hashedTo = 0;
      halfEndsAt = -1;
      hash = createHash("sha256");
    },
    raw,
    literal: (part) => (part.isTorn ? value(part.text) : raw(part.json)),
    value,
    hash: update,
    end: () => {
      update();
      return { bytes: bytes.subarray(0, at), hash: hash.digest("hex") };
    },
    capacity: () => bytes.length,
  };
}
