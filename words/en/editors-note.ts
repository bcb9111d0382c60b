/** What an operator says of an edition, in mails, on pages and in feeds. */
export const editorsNoteMessages = {
  "editors-note.heading": "Editor’s note",
} as const;
