import type { searchMessages as english } from "../../en/site/search.ts";

/** The search over all papers. */
export const germanSearch: Record<keyof typeof english, string> = {
  "site.search.title": "Suche",
  "site.search.title-of": "{query} – Suche",
  "site.search.topic": "Thema",
  "site.search.all-topics": "Alle Themen",
  "site.search.time": "Veröffentlicht",
  "site.search.any-time": "Zu beliebiger Zeit",
  "site.search.week": "In der letzten Woche",
  "site.search.month": "Im letzten Monat",
  "site.search.year": "Im letzten Jahr",
  "site.search.go": "Suchen",
  "site.search.cut":
    "Gesucht wurde nur nach den ersten {characters, number} Zeichen und {words, number} Wörtern.",
  "site.search.ask": "Was möchten Sie lesen?",
  "site.search.nothing": "Keine Treffer. Versuchen Sie weniger Wörter oder einen längeren Zeitraum.",
  "site.search.corrected": "Keine Treffer für „{query}“. Hier sind die für <link>{corrected}</link>:",
  "site.search.any-word": "Kein Paper enthält all diese Wörter. Diese enthalten einige davon:",
  "site.search.close": "Ebenfalls nah",
  "site.search.close-note": "Diese enthalten nur einige Ihrer Wörter, die seltensten zuerst.",
  "site.search.count-and-close":
    "{exact, plural, one{# Paper enthält} other{# Paper enthalten}} all Ihre Wörter; {close, plural, one{# weiteres ist} other{# weitere sind}} nah.",
  "site.search.count": "{count, plural, one{# Paper} other{# Paper}}",
  "site.search.more-than": "Mehr als {count, number} Paper",
};
