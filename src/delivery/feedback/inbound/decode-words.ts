const word = /=\?([\w-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?\s]*)\?=/gi;
const betweenWords = /(\?=)\s+(?==\?[\w-]{1,40}(?:\*[\w-]*)?\?[bq]\?)/gi;

/** A header's text with its encoded words (RFC 2047) decoded, for providers that hand them on as they came. */
export function decodeWords(text: string): string {
  return text
    .replaceAll(betweenWords, "$1")
    .replaceAll(word, (whole, charset: string, encoding: string, encoded: string) => {
      const bytes = encoding.toLowerCase() === "b" ? Buffer.from(encoded, "base64") : bytesOfQ(encoded);
      try {
        return new TextDecoder(charset).decode(bytes);
      } catch {
        return whole;
      }
    });
}

function bytesOfQ(encoded: string): Buffer {
  const hex = encoded
    .replaceAll("_", " ")
    .replaceAll(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(hex, "latin1");
}
