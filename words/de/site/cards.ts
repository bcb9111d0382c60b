import type { cardMessages as english } from "../../en/site/cards.ts";

/** Why a paper stands where it stands, on its card, beside its figures. `cadence` is `daily`, `weekly` or `monthly`. */
export const germanCard: Record<keyof typeof english, string> = {
  "site.card.only":
    "Das einzige Paper {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "site.card.first":
    "Die meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "site.card.first-shared":
    "Unter den Papern mit den meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "site.card.late-rise": "Nach seinem Tag gestiegen: +{gained, number} Upvotes seit dem {day}",
  "site.card.late-place":
    "Jetzt auf {sharing, select, shared{geteiltem } other{}}Platz {place, number} von {of, plural, one{# Paper} other{# Papern}} des {day}{closing, select, unlisted{, am Ende des Tages noch nicht gelistet} placed{, am Ende des Tages auf Platz {before, number}} other{}}",

  "site.home.nothing": "Noch wurden keine Paper gesammelt. Die ersten erscheinen hier, sobald es sie gibt.",
  "site.edition.topics-unknown":
    "arXiv war nicht erreichbar, daher {papers, plural, one{ist das Thema von # Paper} other{sind die Themen von # Papern}} auf dieser Seite unbekannt.",
  "site.matches.topics-unknown":
    "arXiv war nicht erreichbar, daher {papers, plural, one{ist das Thema von # Paper} other{sind die Themen von # Papern}} dieser Ausgabe unbekannt. Auf {papers, plural, one{dieses Paper} other{diese Paper}} ließen sich Ihre Themen nicht anwenden.",
};
