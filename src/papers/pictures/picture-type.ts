/** Raster pictures that every browser shows and in which nothing runs; no SVG, which is a document. */
export type PictureType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif";

/** So many first bytes tell what a picture is. */
const leastBytes = 16;

/** What a picture is by its own first bytes, whatever its server calls it; null for anything else. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  if (bytes.length < leastBytes) return null;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, leastBytes).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n") && head.slice(12, 16) === "IHDR") return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  if (/^ftyp(?:avif|avis)/.test(head.slice(4))) return "image/avif";
  return null;
}
