import { crc32 } from "node:zlib";

/** What every mail program shows. */
export const logoTypes = ["image/png", "image/jpeg"] as const;

export type LogoType = (typeof logoTypes)[number];

/** What a logo's file says of its picture. */
type LogoFacts = {
  type: LogoType;
  /** In pixels. */
  width: number;
  height: number;
};

type InspectedLogo =
  | { kind: "logo"; facts: LogoFacts }
  /** Begins with "must", and says what to do. */
  | { kind: "refused"; problem: string };

/** Each reader's mail program may load it with each mail. */
const mostBytes = 200_000;
const leastSide = 16;
const mostSide = 2000;
/** One side to the other. */
const mostRatio = 10;

/**
 * Reads from its own bytes what a logo's file is; its name and what a browser says of it count for nothing. PNG and JPEG
 * alone are taken: SVG may hold a script, and mail programs show neither SVG nor, some of them, WebP.
 */
export function inspectLogo(bytes: Uint8Array): InspectedLogo {
  if (bytes.length > mostBytes)
    return refused(
      `must have at most ${kilobytes(mostBytes)} kB, and this file has ${kilobytes(bytes.length)}`,
    );
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts = readPng(view) ?? readJpeg(view);
  if (facts === null)
    return refused(`must be a PNG or JPEG picture, and this file is ${nameOf(view)}: save it as PNG`);
  if (facts === "broken")
    return refused("must be a whole picture, and this file is damaged or ends too early: save it anew");
  const { width, height } = facts;
  const [least, most] = [Math.min(width, height), Math.max(width, height)];
  if (least < leastSide || most > mostSide || most > least * mostRatio)
    return refused(
      `must have sides of ${leastSide} to ${mostSide} pixels, none more than ${mostRatio} times the other, and this picture is ${width} by ${height}: cut it or save it in another size`,
    );
  return { kind: "logo", facts };
}

function refused(problem: string): InspectedLogo {
  return { kind: "refused", problem };
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * By its header, and whole up to its end, each part by its checksum, without which browsers show nothing
 * (https://www.w3.org/TR/png-3/#5DataRep); null for another kind of file.
 */
function readPng(bytes: Buffer): LogoFacts | "broken" | null {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return null;
  if (bytes.length < 33 || chunkType(bytes, 8) !== "IHDR") return "broken";
  const facts: LogoFacts = {
    type: "image/png",
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
  };
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (!isChunkWhole(bytes, at)) return "broken";
    const type = chunkType(bytes, at);
    if (type === "IDAT") hasPixels = true;
    if (type === "IEND") return hasPixels ? facts : "broken";
  }
  return "broken";
}

function isChunkWhole(bytes: Buffer, at: number): boolean {
  const end = at + 8 + bytes.readUInt32BE(at);
  return end + 4 <= bytes.length && crc32(bytes.subarray(at + 4, end)) === bytes.readUInt32BE(end);
}

function chunkType(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at + 4, at + 8);
}

/** Baseline, extended and progressive: the kinds that browsers draw. */
const drawnFrames = [0xc0, 0xc1, 0xc2];

/** By its frame, and whole up to its end (ITU T.81, B.1); null for another kind of file. */
function readJpeg(bytes: Buffer): LogoFacts | "broken" | null {
  if (bytes.length < 3 || bytes.readUIntBE(0, 3) !== 0xffd8ff) return null;
  if (!bytes.includes(Buffer.from([0xff, 0xd9]), 2)) return "broken";
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (drawnFrames.includes(marker))
      return { type: "image/jpeg", width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return "broken";
}

/** What a file is that is no logo, as far as it says so at its beginning. */
function nameOf(bytes: Buffer): string {
  if (bytes.length === 0) return "empty";
  const begin = bytes.toString("latin1", 0, 1024);
  const text = begin.replace(/^(?:\xef\xbb\xbf)?\s*/, "").toLowerCase();
  if (/<svg[\s>]/.test(text)) return "an SVG drawing, which mail programs do not show";
  if (/<(?:!doctype html|html|head|body|script)\b/.test(text)) return "a page of HTML";
  if (begin.startsWith("RIFF") && begin.startsWith("WEBP", 8))
    return "a WebP picture, which Outlook does not show";
  if (begin.startsWith("GIF8")) return "a GIF picture";
  if (begin.startsWith("ftypavif", 4)) return "an AVIF picture, which mail programs do not show";
  if (begin.startsWith("%PDF")) return "a PDF document";
  return "none that is known here";
}
