import { TextDecoder } from "node:util";

/**
 * Decodes the bytes of a text file piece by piece: UTF-8, or UTF-16 of either order, told by its byte order
 * mark or by the zero bytes of its first letters. Bytes that fit nothing become U+FFFD.
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of bytes) {
    const piece = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    decoder ??= new TextDecoder(encodingOf(piece));
    yield decoder.decode(piece, { stream: true });
  }
  if (decoder) yield decoder.decode();
}

function encodingOf(start: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second, third, fourth] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (second === 0 && fourth === 0) return "utf-16le";
  if (first === 0 && third === 0) return "utf-16be";
  return "utf-8";
}
