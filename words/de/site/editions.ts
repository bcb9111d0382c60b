import type { editionMessages as english } from "../../en/site/editions.ts";

/** Lists of papers, each paper, and the feeds of them. `cadence` is `daily`, `weekly` or `monthly`. */
export const germanEdition: Record<keyof typeof english, string> = {
  "site.edition.name":
    "{cadence, select, daily{Paper des Tages} weekly{Paper der Woche} other{Paper des Monats}}",
  "site.edition.title":
    "{cadence, select, daily{Paper des Tages} weekly{Paper der Woche} other{Paper des Monats}}, {period}",
  "site.edition.description":
    "{papers, plural, one{# Forschungspaper im Trend} other{# Forschungspaper im Trend}}, {period}.",
  "site.edition.running": "läuft noch",
  "site.edition.number": "Nr. {number, number}",
  "site.edition.missing-arxiv":
    "arXiv war nicht erreichbar, daher haben einige Paper vielleicht keine Themen.",
  "site.edition.missing-huggingface":
    "Hugging Face war nicht erreichbar, daher können einige Paper und Upvotes fehlen.",
  "site.edition.missing-other":
    "{source} war nicht erreichbar, daher können einige Paper oder Zahlen fehlen.",
  "site.edition.day-runs":
    "Der Tag ist noch nicht vorbei: Die Reihenfolge ändert sich mit jedem Upvote. Die endgültige Ausgabe wird morgen früh verschickt.",
  "site.edition.period-runs":
    "{cadence, select, weekly{Die Woche} other{Der Monat}} ist noch nicht vorbei: Die Reihenfolge ändert sich mit jedem Upvote. Die endgültige Ausgabe wird am {day} verschickt.",
  "site.edition.unmailed":
    "Von {cadence, select, daily{diesem Tag} weekly{dieser Woche} other{diesem Monat}} wurde bisher keine Ausgabe verschickt. Dies sind die Paper in der heutigen Reihenfolge.",
  "site.edition.shown": "Paper {first, number} bis {last, number} von {papers, number}.",
  "site.edition.mailed-first": "E-Mails wählen aus den ersten {mailed, number}.",
  "site.edition.kept-first":
    "Die ersten {kept, number} von {papers, number} Papern {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}.",
  "site.edition.late": "Spätzünder",
  "site.edition.late-note":
    "Paper aus den zwei Wochen davor, die nicht unter den ersten ihres Tages waren und es jetzt sind.",
  "site.edition.late-note-of-before":
    "Paper aus den zwei Wochen davor, die nach ihrem Tag Upvotes gewonnen haben.",
  "site.edition.others": "{cadence, select, daily{Andere Tage} weekly{Andere Wochen} other{Andere Monate}}",
  "site.edition.previous": "{cadence, select, daily{Voriger Tag} weekly{Vorige Woche} other{Voriger Monat}}",
  "site.edition.next": "{cadence, select, daily{Nächster Tag} weekly{Nächste Woche} other{Nächster Monat}}",
  "site.edition.pick": "{cadence, select, daily{Zum Tag} weekly{Zur Woche vom} other{Zum Monat}}",
  "site.edition.go": "Los",
  "site.edition.day-empty":
    "Für diesen Tag sind keine Paper gelistet. An Wochenenden und Feiertagen ist das üblich.",
  "site.edition.period-empty":
    "Für {cadence, select, weekly{diese Woche} other{diesen Monat}} sind keine Paper gelistet.",
  "site.edition.see-latest": "Zur neuesten Ausgabe",

  "site.invitation.title": "Die Paper im Trend in Ihrem Postfach",
  "site.invitation.lede":
    "Worüber Forschende sprechen, täglich, wöchentlich oder monatlich: Ihre Themen, Ihre Länge, Ihre Uhrzeit.",

  "site.paper.rank": "Rang",
  "site.paper.authors": "{count, plural, =0{Autoren nicht genannt} one{# Autor} other{# Autoren}}",
  "site.paper.more-authors": "und {count, number} weitere",
  "site.paper.other-authors": "und {count, plural, one{# weitere Person} other{# weitere}}",
  "site.paper.abstract": "Zusammenfassung",
  "site.paper.full-abstract": "Ganze Zusammenfassung",
  "site.paper.withdrawn": "<b>Zurückgezogen</b> von den Autoren oder von arXiv.",
  "site.paper.dropped":
    "<b>Nicht mehr gelistet:</b> Hugging Face hat es aus seinen täglichen Papern genommen.",
  "site.paper.no-abstract": "Es gibt keine Zusammenfassung.",
  "site.paper.in-short": "Kurz gesagt",
  "site.paper.by-machine": "Von einer Maschine geschrieben: {model}.",
  "site.paper.upvotes": "{count, plural, one{Upvote} other{Upvotes}}",
  "site.paper.comments": "{count, plural, one{Kommentar} other{Kommentare}}",
  "site.paper.stars": "{count, plural, one{Stern auf GitHub} other{Sterne auf GitHub}}",
  "site.paper.rise": "+{count, number} <hidden>Upvotes</hidden> am {day}",
  "site.paper.rise-of-before": "+{count, number} <hidden>Upvotes</hidden> an einem Tag",
  "site.paper.arxiv": "arXiv",
  "site.paper.pdf": "PDF",
  "site.paper.discussion": "Diskussion",
  "site.paper.code": "Code",
  "site.paper.project": "Projekt",
  "site.paper.arxiv-id": "arXiv {id}",
  "site.paper.placed": "Rang {rank, number}, {period}",
  "site.paper.placed-late": "Spätzünder, Rang {rank, number}, {period}",
  "site.paper.related": "Verwandte Paper",
  "site.paper.details": "Einzelheiten",
  "site.paper.categories": "Kategorien",
  "site.paper.keywords": "Stichwörter",
  "site.paper.comment": "Kommentar",
  "site.paper.doi": "DOI",

  "site.chart.title": "Upvotes im Verlauf",
  "site.chart.description": "Upvotes: {first, number} am {firstAt}, {last, number} am {lastAt} (UTC).",
  "site.chart.numbers": "Zahlen zeigen",
  "site.chart.when": "Wann (UTC)",
  "site.chart.upvotes": "Upvotes",
  "site.chart.comments": "Kommentare",
  "site.chart.stars": "Sterne",

  "site.feed.edition":
    "{brand}: {cadence, select, daily{Paper des Tages} weekly{Paper der Woche} other{Paper des Monats}}",
  "site.feed.search": "{brand}: {query}",
};
