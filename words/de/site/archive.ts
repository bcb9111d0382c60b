import type { archiveMessages as english } from "../../en/site/archive.ts";

/** The calendar of all editions. */
export const germanArchive: Record<keyof typeof english, string> = {
  "site.archive.title": "Archiv",
  "site.archive.description": "Alle Ausgaben nach Tag, Woche und Monat.",
  "site.archive.lede":
    "{days, plural, one{# Tagesausgabe} other{# Tagesausgaben}} seit dem {first}. Die Zahl sagt, wie viele Paper eine Ausgabe hat.",
  "site.archive.empty": "Bisher ist keine Ausgabe erschienen.",
  "site.archive.years": "Jahre",
  "site.archive.week": "Woche",
  "site.archive.week-link": "Woche {week, number}: {papers, plural, one{# Paper} other{# Paper}}",
  "site.archive.day-link": "{day}: {papers, plural, one{# Paper} other{# Paper}}",
  "site.archive.month-link": "Ausgabe des Monats: {papers, plural, one{# Paper} other{# Paper}}",
  "site.archive.no-year": "Aus diesem Jahr gibt es keine Ausgabe.",
};
