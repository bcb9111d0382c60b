import type { markMessages as english } from "../../en/site/marks.ts";

/** What readers say of papers, and what is learned from it. */
export const germanMark: Record<keyof typeof english, string> = {
  "site.mark.buttons": "Was Sie von diesem Paper halten",
  "site.mark.more": "Mehr davon",
  "site.mark.less": "Weniger davon",
  "site.mark.save": "Merken",
  "site.mark.take-back": "Noch einmal drücken, um es zurückzunehmen",

  "site.mark.title": "Mehr oder weniger davon?",
  "site.mark.none":
    "Sie haben dieses Paper noch nicht markiert. Nichts wird markiert, bevor Sie eine Schaltfläche drücken.",
  "site.mark.is-more": "Sie möchten <b>mehr</b> davon.",
  "site.mark.is-less": "Sie möchten <b>weniger</b> davon.",
  "site.mark.is-saved": "Sie haben sich dieses Paper <b>gemerkt</b>.",
  "site.mark.effect":
    "Ihre nächsten Digests richten sich nach dem, was Sie markieren. Drücken Sie eine Schaltfläche noch einmal, um es zurückzunehmen. Ihre Einstellungen, zu denen jede E-Mail führt, zeigen, was Sie markiert haben und was daraus gelernt wurde.",
  "site.mark.paper": "Alles über dieses Paper",
  "site.mark.latest": "Paper der neuesten Ausgabe markieren",
  "site.mark.signed":
    "Auf dieser Seite können Sie Paper markieren: Sie wurde mit einem Link aus Ihren E-Mails geöffnet. Geben Sie ihre Adresse nicht weiter; wer sie hat, kann an Ihrer Stelle Paper markieren.",
  "site.mark.kind": "Wählen Sie eine der Schaltflächen: mehr, weniger oder merken.",
  "site.mark.too-many":
    "Sie haben {most, number} Paper markiert; mehr werden nicht gespeichert. Nehmen Sie zuerst in Ihren Einstellungen einige zurück.",
};
