import type { markMessages as english } from "../../en/site/marks.ts";

/** What readers say of papers, and what is learned from it. */
export const germanMark: Record<keyof typeof english, string> = {
  "site.mark.more": "Mehr davon",
  "site.mark.less": "Weniger davon",
  "site.mark.save": "Merken",
  "site.mark.take-back": "Noch einmal drücken nimmt es zurück",

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
    "Auf dieser Seite können Sie Paper markieren: Sie wurde mit einem Link aus Ihren E-Mails geöffnet. Geben Sie die Adresse der Seite nicht weiter; wer sie hat, kann an Ihrer Stelle Paper markieren.",
  "site.mark.kind": "Wählen Sie eine der Schaltflächen: mehr, weniger oder merken.",
  "site.mark.too-many":
    "Sie haben {most, number} Paper markiert; mehr werden nicht gespeichert. Nehmen Sie zuerst in Ihren Einstellungen einige zurück.",

  "site.taste.title": "Was Ihre Digests gelernt haben",
  "site.taste.lede":
    "Neben jedem Paper Ihrer Digests steht ein Link, mit dem Sie sagen, ob Sie mehr oder weniger davon möchten, oder mit dem Sie es sich merken. Wovon Sie mehr möchten oder was Sie sich merken, spricht für die Wörter unten, wovon Sie weniger möchten, gegen sie; Paper, die sie teilen, kommen zuerst. Aus nichts anderem lernen Ihre Digests: nicht aus dem, was Sie öffnen, und nicht aus dem, was Sie lesen.",
  "site.taste.none":
    "Noch nichts. Markieren Sie einige Paper in Ihren Digests, oder fügen Sie unten Paper ein, die Ihnen gefallen: Fünf genügen für den Anfang.",
  "site.taste.more-of": "Mehr von",
  "site.taste.less-of": "Weniger von",
  "site.taste.take-out": "Herausnehmen: <word></word>",
  "site.taste.words-hint":
    "Je höher die Zahl, desto mehr zählt ein Wort. Ein Wort, das Sie herausnehmen, bleibt draußen.",
  "site.taste.removed": "Von Ihnen herausgenommen: {words}.",
  "site.taste.marks": "Ihre Markierungen",
  "site.taste.marked-more": "Mehr davon",
  "site.taste.marked-less": "Weniger davon",
  "site.taste.marked-save": "Gemerkt",
  "site.taste.remove": "Zurücknehmen",
  "site.taste.remove-of": "Zurücknehmen: {title}",
  "site.taste.all-marks": "Alle {marks, number} Markierungen zeigen",
  "site.taste.forget": "All das vergessen",
  "site.taste.forget-hint":
    "Entfernt alle Ihre Markierungen, auch gemerkte Paper, und jedes Wort oben. Ihre Stichwörter, Themen und Namen bleiben.",
  "site.taste.forget-button": "Alles Gelernte vergessen",
  "site.taste.go-through": "Paper der neuesten Ausgabe markieren",

  "site.seed.title": "Mit Papern beginnen, die Ihnen gefallen",
  "site.seed.hint":
    "arXiv-Nummern oder Links, einer je Zeile; oder eine Liste als BibTeX, RIS, CSV oder CSL JSON, wie Zotero sie ausgibt. Höchstens {entries, number} Einträge und ein Megabyte.",
  "site.seed.papers": "Paper",
  "site.seed.file": "Oder eine Datei",
  "site.seed.button": "Mehr von diesen",
  "site.seed.empty": "Fügen Sie Paper ein, oder wählen Sie eine Datei.",
  "site.seed.done": "Paper, die Ihnen gefallen",
  "site.seed.marked":
    "{papers, plural, =0{Kein Paper wurde markiert.} one{# Paper wurde markiert: mehr davon.} other{# Paper wurden markiert: mehr davon.}}",
  "site.seed.known":
    "{papers, plural, one{# Paper war schon markiert.} other{# Paper waren schon markiert.}}",
  "site.seed.missing":
    "{papers, plural, one{# Paper wurde hier nicht gesammelt, daher lässt sich nichts daraus lernen:} other{# Paper wurden hier nicht gesammelt, daher lässt sich nichts daraus lernen:}}",
  "site.seed.unread":
    "{entries, plural, one{# Eintrag nennt kein Paper von arXiv:} other{# Einträge nennen kein Paper von arXiv:}}",
  "site.seed.others": "{entries, plural, one{und # weiterer} other{und # weitere}}",
  "site.seed.cut": "Nur die ersten {entries, number} Einträge wurden gelesen.",
  "site.seed.too-many":
    "{papers, plural, one{# Paper wurde ausgelassen} other{# Paper wurden ausgelassen}}, denn höchstens {most, number} Markierungen werden gespeichert.",
  "site.seed.back": "Zurück zu Ihren Einstellungen",
};
