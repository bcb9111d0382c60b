import type { todayMessages as english } from "../../en/site/today.ts";

/** The day that runs, and who moves in its list. */
export const germanToday: Record<keyof typeof english, string> = {
  "site.today.title": "Heute",
  "site.today.description":
    "Die Paper von heute in der jetzigen Reihenfolge, und was sich seither bewegt hat.",
  "site.today.as-of": "Stand: {at} (UTC); da haben wir zuletzt bei Hugging Face nachgesehen.",
  "site.today.since": "Bewegungen seit {at} (UTC).",
  "site.today.first-look": "Heute haben wir bisher einmal nachgesehen: Es gibt noch nichts zum Vergleichen.",
  "site.today.compare": "Vergleichen mit",
  "site.today.last-look": "Dem Stand davor",
  "site.today.first": "Dem ersten Stand des Tages",
  "site.today.up": "{places, number} hinauf",
  "site.today.down": "{places, number} hinab",
  "site.today.same": "unverändert",
  "site.today.new": "neu",
  "site.today.gained": "+{gained, number} {gained, plural, one{Upvote} other{Upvotes}} seit {at}",
  "site.today.not-yet":
    "Für heute ist bisher nichts gelistet. An Wochenenden und Feiertagen ist das üblich; an anderen Tagen kommen die ersten Paper im Lauf des Vormittags (UTC).",
  "site.today.elsewhere":
    "Sehen Sie, was <trending>im Trend</trending> ist, oder lesen Sie die <latest>neueste Ausgabe</latest>.",
  "site.today.whole": "Die ganze Liste des Tages",
};
