import type { NoteBlock, NoteRun } from "../../emails/components/editors-note.tsx";
import { wrapText } from "./wrap-text.ts";

/** An editor's note as plain text, wrapped: lists with their marks, behind a link its address. */
export function noteText(note: NoteBlock[], indent = ""): string {
  return note.map((block) => blockText(block, indent)).join("\n\n");
}

function blockText(block: NoteBlock, indent: string): string {
  if (block.kind === "paragraph") return wrapLines(runsText(block.inside), indent);
  return block.items
    .map((item, place) => {
      const mark = block.isOrdered ? `${block.start + place}. ` : "- ";
      const text = noteText(item, indent + " ".repeat(mark.length));
      return indent + mark + text.slice(indent.length + mark.length);
    })
    .join("\n");
}

function wrapLines(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => wrapText(line.trim(), indent))
    .join("\n");
}

function runsText(runs: NoteRun[]): string {
  return runs.map(runText).join("");
}

function runText(run: NoteRun): string {
  if (run.kind === "text") return run.text;
  if (run.kind === "break") return "\n";
  const inside = runsText(run.inside);
  if (run.kind === "strong") return `*${inside}*`;
  if (run.kind === "emphasis") return `_${inside}_`;
  return isSame(inside, run.url) ? `<${run.url}>` : `${inside} <${run.url}>`;
}

/** A bare address, which a browser reads with a slash at its end. */
function isSame(text: string, url: string): boolean {
  return text.replace(/\/$/, "") === url.replace(/\/$/, "");
}
