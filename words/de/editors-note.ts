import type { editorsNoteMessages as english } from "../en/editors-note.ts";

/** What an operator says of an edition, in mails, on pages and in feeds. */
export const germanEditorsNote: Record<keyof typeof english, string> = {
  "editors-note.heading": "Anmerkung der Redaktion",
};
