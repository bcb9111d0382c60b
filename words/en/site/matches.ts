/** The page of all papers of an edition that match what its reader follows. */
export const matchesMessages = {
  "site.matches.title": "Your matches, {period}",
  "site.matches.heading": "Your matches",
  "site.matches.count":
    "{papers, plural, =0{No paper of this edition matches what you follow.} one{# paper of this edition matches what you follow.} other{# papers of this edition match what you follow.}}",
  "site.matches.follows-nothing":
    "You follow nothing yet: choose topics, keywords, authors or organisations, and their papers are listed here.",
  "site.matches.by-preferences":
    "Based on your current preferences; papers that another digest showed you are listed too. <link>Change what you follow</link>.",
  "site.matches.because": "You follow {wishes}",
} as const;
