import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { decodeLegacy, type LegacyEncoding, legacyEncodings, plausibility } from "./legacy-text.ts";
import type { ByteStream } from "./list-bytes.ts";

/** How the bytes of a list are read: its encoding, and that of its lines that are no UTF-8 (null: none is plain). */
export type TextEncoding = { utf16: "utf-16le" | "utf-16be" | null; legacy: LegacyEncoding | null };

export type TextLine = {
  /** From 1. */
  number: number;
  text: string;
  /** Why it cannot be read; null when it can. */
  problem: string | null;
};

/** A line of more bytes than this is no line of a list. */
const longestLine = 32 * 1024 * 1024;

/** What stands in place of the text of a line that cannot be read. */
type Unreadable = { problem: string };

const damaged: Unreadable = { problem: "it holds bytes that are no text; save the file as UTF-8" };
const tooLong: Unreadable = { problem: "it is longer than any line of a list" };

/** Finds how a list is encoded, by its first bytes and by all of its lines that are no UTF-8. */
export async function findEncoding(bytes: ByteStream): Promise<TextEncoding> {
  const votes = new Map<LegacyEncoding, Vote>(legacyEncodings.map((one) => [one, { points: 0, misfits: 0 }]));
  let others = 0;
  let isFirst = true;
  for await (const block of lineBlocks(bytes)) {
    const utf16 = isFirst ? utf16Of(block) : null;
    if (utf16 !== null) return { utf16, legacy: null };
    isFirst = false;
    if (isUtf8(block)) continue;
    for (const line of byteLines(block))
      if (line.length <= longestLine && !isUtf8(line)) {
        others += 1;
        vote(votes, line);
      }
  }
  const [best] = [...votes].sort(([, a], [, b]) => b.points - a.points);
  return { utf16: null, legacy: best && isPlain(best[0], best[1], others) ? best[0] : null };
}

/** The lines of a list, ended by any of the usual ends, also when these are mixed; without a byte order mark. */
export async function* readLines(bytes: ByteStream, encoding: TextEncoding): AsyncGenerator<TextLine[]> {
  let number = 0;
  const texts = encoding.utf16 ? utf16Lines(bytes, encoding.utf16) : utf8Lines(bytes, encoding.legacy);
  for await (const block of texts) {
    yield block.map((read) => {
      number += 1;
      if (typeof read !== "string") return { number, text: "", problem: read.problem };
      return { number, text: number === 1 ? read.replace(/^\ufeff/, "") : read, problem: null };
    });
  }
}

async function* utf8Lines(
  bytes: ByteStream,
  legacy: LegacyEncoding | null,
): AsyncGenerator<(string | Unreadable)[]> {
  for await (const block of lineBlocks(bytes)) {
    yield block.length <= longestLine && isUtf8(block)
      ? splitLines(block.toString("utf8"))
      : [...byteLines(block)].map((line) => readLine(line, legacy));
  }
}

/** Of a line that is too long the end may be missing, so that its bytes are counted, whatever letters they are. */
function readLine(line: Buffer, legacy: LegacyEncoding | null): string | Unreadable {
  if (line.length > longestLine) return tooLong;
  return isUtf8(line) ? line.toString("utf8") : readLegacy(line, legacy);
}

function readLegacy(line: Buffer, encoding: LegacyEncoding | null): string | Unreadable {
  if (encoding === null) return damaged;
  const text = decodeLegacy(line, encoding);
  return plausibility(text) === null ? damaged : text;
}

async function* utf16Lines(
  bytes: ByteStream,
  encoding: "utf-16le" | "utf-16be",
): AsyncGenerator<(string | Unreadable)[]> {
  for await (const block of utf8Lines(asUtf8(bytes, encoding), null)) yield block.map(unlessDamaged);
}

/** No piece is empty: it would end a line whose carriage return may have a line feed in the next one. */
async function* asUtf8(bytes: ByteStream, encoding: "utf-16le" | "utf-16be"): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(typeof chunk === "string" ? Buffer.from(chunk) : chunk, { stream: true });
    if (text !== "") yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== "") yield Buffer.from(rest);
}

/** Half a letter of UTF-16 is read as U+FFFD, which is never kept. */
function unlessDamaged(line: string | Unreadable): string | Unreadable {
  return typeof line === "string" && line.includes("\ufffd") ? damaged : line;
}

/** A carriage return or several before a line feed, or either alone, end a line. */
const lineEnd = /\r{0,3}\n|\r/;

function splitLines(text: string): string[] {
  const lines = text.split(lineEnd);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function* byteLines(block: Buffer): Generator<Buffer> {
  // One letter for each byte, so that places in the text are places among the bytes.
  let start = 0;
  for (const end of block.toString("latin1").matchAll(new RegExp(lineEnd, "g"))) {
    yield block.subarray(start, end.index);
    start = end.index + end[0].length;
  }
  if (start < block.length) yield block.subarray(start);
}

/** Pieces of the bytes that end where a line ends, save for the last, and for lines that are too long. */
async function* lineBlocks(bytes: ByteStream): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const piece =
      typeof chunk === "string"
        ? Buffer.from(chunk)
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    // A carriage return at the end may have its line feed in the next piece.
    const end = Math.max(piece.lastIndexOf(0x0a), piece.subarray(0, -1).lastIndexOf(0x0d)) + 1;
    const isHeldReturn = kept.at(-1)?.at(-1) === 0x0d;
    if (end > 0 || isHeldReturn) {
      yield Buffer.concat([...kept, piece.subarray(0, end)]);
      kept = [];
      length = 0;
    }
    const rest = piece.subarray(end);
    if (rest.length > 0 && length <= longestLine) {
      kept.push(rest);
      length += rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(kept);
}

/** How plainly the lines that are no UTF-8 read as one encoding, and how many of them cannot be it. */
type Vote = { points: number; misfits: number };

function vote(votes: Map<LegacyEncoding, Vote>, line: Buffer): void {
  for (const [encoding, vote] of votes) {
    const found = plausibility(decodeLegacy(line, encoding));
    if (found === null) vote.misfits += 1;
    else vote.points += found;
  }
}

/** Mac Roman gives a letter to nearly every byte, so that one that is seldom met proves nothing. */
const leastPoints: Record<LegacyEncoding, number> = { "windows-1252": 0.25, macintosh: 1 };
/** One bad line among many is damaged; many are of another encoding. */
const mostMisfits = 0.1;

function isPlain(encoding: LegacyEncoding, { points, misfits }: Vote, lines: number): boolean {
  return (
    points >= leastPoints[encoding] && misfits <= Math.max(1, lines * mostMisfits) && misfits < lines / 2
  );
}

/** By the byte order mark, or by zeros that stand at every other place: the letters of ASCII have one each. */
function utf16Of(start: Buffer): "utf-16le" | "utf-16be" | null {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const looked = start.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [place, byte] of looked.entries())
    if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > looked.length / 8 && even <= odd / 8) return "utf-16le";
  if (even > looked.length / 8 && odd <= even / 8) return "utf-16be";
  return null;
}
