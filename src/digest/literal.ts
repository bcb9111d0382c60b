import type { Piece } from "./compiled-digest.ts";
import type { Literal, Sink } from "./sink.ts";

/** A piece that is made ready to be filled for many mails. */
export type ReadyPiece = ReadyNode[];
type ReadyNode = Literal | { slot: string } | { segment: string; body: ReadyPiece };

export function literalOf(text: string): Literal {
  const json = Buffer.from(JSON.stringify(text).slice(1, -1));
  return {
    text,
    size: Buffer.byteLength(text),
    json,
    isTorn: /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text),
  };
}

export function readyPiece(piece: Piece): ReadyPiece {
  return piece.map((node) => {
    if (typeof node === "string") return literalOf(node);
    return "slot" in node ? node : { segment: node.segment, body: readyPiece(node.body) };
  });
}

/**
 * Fills a piece.
 *
 * @param values by slot; already escaped for their place.
 * @param segment writes what stands for a segment: its filled body, something else, or nothing.
 */
export function fillPiece(
  piece: ReadyPiece,
  values: Record<string, string>,
  segment: (name: string, body: ReadyPiece) => void,
  sink: Sink,
): void {
  for (const node of piece) {
    if ("json" in node) sink.literal(node);
    else if ("slot" in node) sink.value(values[node.slot] ?? "");
    else segment(node.segment, node.body);
  }
}

/** What is filled, as text. */
export function filledText(fill: (sink: Sink) => void): string {
  let text = "";
  fill({
    literal: (part) => {
      text += part.text;
    },
    value: (value) => {
      text += value;
    },
  });
  return text;
}

/** How many bytes what is filled has in UTF-8. */
export function filledSize(fill: (sink: Sink) => void): number {
  let size = 0;
  fill({
    literal: (part) => {
      size += part.size;
    },
    value: (value) => {
      size += Buffer.byteLength(value);
    },
  });
  return size;
}
