import type { EditChange } from "./edit-changes.ts";

/** What a revision changed, as a sentence for operators; without a full stop where it quotes. */
export function editWords(change: EditChange): string {
  switch (change.kind) {
    case "dropped":
      return `Dropped ${change.paperId}: ${change.reason}`;
    case "restored":
      return `Took ${change.paperId} back`;
    case "first":
      return change.ids.length === 0 ? "No paper is put first any more" : `First: ${change.ids.join(", ")}`;
    case "lead":
      return change.paperId === null ? "The first paper leads" : `${change.paperId} leads`;
    case "note":
    case "subject":
    case "preheader":
      return change.text === null
        ? `No own ${change.kind} any more`
        : `${names[change.kind]}: ${change.text}`;
  }
}

const names = { note: "Note", subject: "Subject", preheader: "Preheader" } as const;
