import { type EditionEdits, firstOf } from "./edits.ts";

/** One thing in which two revisions differ. */
export type EditChange =
  | { kind: "dropped"; paperId: string; reason: string }
  | { kind: "restored"; paperId: string }
  | { kind: "first"; ids: string[] }
  | { kind: "lead"; paperId: string | null }
  | { kind: "note" | "subject" | "preheader"; text: string | null };

/** What is different in `after`, what was dropped first; empty when nothing is. */
export function changesBetween(before: EditionEdits, after: EditionEdits): EditChange[] {
  const reasonsBefore = reasonsOf(before);
  const reasonsAfter = reasonsOf(after);
  const changes: EditChange[] = [];
  for (const { paperId, reason } of after.dropped)
    if (reasonsBefore.get(paperId) !== reason) changes.push({ kind: "dropped", paperId, reason });
  for (const { paperId } of before.dropped)
    if (!reasonsAfter.has(paperId)) changes.push({ kind: "restored", paperId });
  const ids = firstOf(after);
  if (firstOf(before).join() !== ids.join()) changes.push({ kind: "first", ids });
  if (before.lead !== after.lead) changes.push({ kind: "lead", paperId: after.lead });
  for (const kind of ["note", "subject", "preheader"] as const)
    if (before[kind] !== after[kind]) changes.push({ kind, text: after[kind] });
  return changes;
}

function reasonsOf({ dropped }: EditionEdits): ReadonlyMap<string, string> {
  return new Map(dropped.map(({ paperId, reason }) => [paperId, reason]));
}
