import type { matchesMessages as english } from "../../en/site/matches.ts";

/** The page of all papers of an edition that match what its reader follows. */
export const germanMatches: Record<keyof typeof english, string> = {
  "site.matches.title": "Ihre Treffer, {period}",
  "site.matches.heading": "Ihre Treffer",
  "site.matches.count":
    "{papers, plural, =0{Kein Paper dieser Ausgabe passt zu dem, was Sie verfolgen.} one{# Paper dieser Ausgabe passt zu dem, was Sie verfolgen.} other{# Paper dieser Ausgabe passen zu dem, was Sie verfolgen.}}",
  "site.matches.follows-nothing":
    "Sie verfolgen noch nichts: Wählen Sie Themen, Stichwörter, Autoren oder Organisationen, und deren Paper stehen hier.",
  "site.matches.by-preferences":
    "Nach Ihren jetzigen Einstellungen und mit Papern, die ein anderer Digest gezeigt hat. <link>Ändern, was Sie verfolgen</link>.",
  "site.matches.because": "Sie folgen {wishes}",
};
