import { table, writtenBy } from "./markdown.ts";

/**
 * The index of the decision records, one line each.
 *
 * @param records the file's name and text of each, in their order.
 */
export function decisionsPage(records: { file: string; text: string }[]): string {
  return `${[
    "# Decisions",
    writtenBy("docs:decisions", "the titles of the records"),
    "Choices that would be costly to undo, each with its context, the options, the decision and what follows from it. A record is not changed afterwards, save for its status; a new one takes the place of an old one. [CONTRIBUTING.md](../../CONTRIBUTING.md) says when to write one.",
    table(["", "decision", "date", "status"], records.map(rowOf)),
  ].join("\n\n")}\n`;
}

function rowOf({ file, text }: { file: string; text: string }): string[] {
  const [, number, title, date, status] =
    /^# (\d+)\. (.+)\n\nDate: (\S+)\. Status: (.+?)\.?\n/.exec(text) ?? [];
  if (!number || !title || !date || !status) throw new Error(`${file} has no title, date or status`);
  return [number, `[${title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")}](${file})`, date, status];
}
