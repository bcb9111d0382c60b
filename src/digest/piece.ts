import type { SegmentMarks } from "../../emails/components/segment.tsx";
import type { Piece } from "./compiled-digest.ts";

// Unicode noncharacters: `cleanText` takes them out of everything that comes from outside.
const start = "\ufdd0";
const end = "\ufdd1";

/** Stands for a value in a template that is rendered to be cut. */
export function slotMark(name: string): string {
  return `${start}=${name}${end}`;
}

/** Stand around a segment in a template that is rendered to be cut. */
export const segmentMarks: SegmentMarks = {
  open: (name) => `${start}+${name}${end}`,
  close: (name) => `${start}-${name}${end}`,
};

/** Cuts a rendered template at its marks. */
export function cutTemplate(rendered: string): Piece {
  const root: Piece = [];
  const open: { name: string; body: Piece }[] = [{ name: "", body: root }];
  for (const [index, part] of rendered.split(/\ufdd0([^\ufdd1]*)\ufdd1/).entries()) {
    const current = open.at(-1);
    if (!current) throw new Error("a segment is closed that was not opened");
    if (index % 2 === 0) {
      if (part !== "") current.body.push(part);
      continue;
    }
    const name = part.slice(1);
    if (part.startsWith("=")) current.body.push({ slot: name });
    else if (part.startsWith("+")) open.push({ name, body: [] });
    else {
      open.pop();
      if (current.name !== name) throw new Error(`segment ${current.name} is closed as ${name}`);
      open.at(-1)?.body.push({ segment: name, body: current.body });
    }
  }
  return root;
}

/** The body of the segment of a name, wherever it lies. */
export function findSegment(piece: Piece, name: string): Piece | null {
  for (const node of piece) {
    if (typeof node === "string" || "slot" in node) continue;
    if (node.segment === name) return node.body;
    const inside = findSegment(node.body, name);
    if (inside) return inside;
  }
  return null;
}

/** The same piece with nothing in the segment of a name. */
export function emptySegment(piece: Piece, name: string): Piece {
  return piece.map((node) => {
    if (typeof node === "string" || "slot" in node) return node;
    return { segment: node.segment, body: node.segment === name ? [] : emptySegment(node.body, name) };
  });
}

/** Bytes of a piece's literal text in UTF-8, with all segments shown. */
export function literalBytes(piece: Piece): number {
  let bytes = 0;
  for (const node of piece) {
    if (typeof node === "string") bytes += Buffer.byteLength(node);
    else if ("segment" in node) bytes += literalBytes(node.body);
  }
  return bytes;
}
