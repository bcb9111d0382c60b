import type { browseMessages as english } from "../../en/site/browse.ts";

/** Papers by topic, keyword, organisation and author. `kind` is `topic`, `keyword`, `organization` or `author`. */
export const germanBrowse: Record<keyof typeof english, string> = {
  "site.browse.kind":
    "{kind, select, topic{Thema} keyword{Stichwort} organization{Organisation} other{Autor}}",
  "site.browse.title":
    "{kind, select, topic{Paper in {name}} keyword{Paper zu {name}} organization{Paper von {name}} other{Paper von {name}}}",
  "site.browse.description":
    "{kind, select, topic{Paper in {name}} keyword{Paper zu {name}} organization{Paper von {name}} other{Paper von {name}}}: {papers, plural, one{# Paper} other{# Paper}}, nach Datum oder Upvotes.",
  "site.browse.count": "{papers, plural, one{# Paper} other{# Paper}}",
  "site.browse.first-shown": "{papers, number} Paper; hier stehen die ersten {shown, number}.",
  "site.browse.also": "Auch geschrieben als {names}.",
  "site.browse.none": "Bisher hat kein Paper dieses Thema.",
  "site.browse.order": "Reihenfolge",
  "site.browse.by-date": "Neueste",
  "site.browse.by-votes": "Meiste Upvotes",
  "site.browse.past-end": "Diese Liste endet auf Seite {last, number}.",
  "site.browse.to-last": "Zu ihrer letzten Seite",
  "site.browse.no-feed": "Unter diesem Namen gibt es keinen Feed.",
  "site.browse.feed": "{brand}: {name}",

  "site.browse.follow": "Per E-Mail verfolgen",
  "site.browse.follow-note":
    "{kind, select, topic{Ihr Digest enthält dann Paper zu diesem Thema.} keyword{Ihr Digest stellt dann Paper zu diesem Stichwort voran.} organization{Ihr Digest stellt dann Paper dieser Organisation voran.} other{Ihr Digest stellt dann Paper dieses Autors voran.}}",
  "site.browse.wishes":
    "Zu verfolgen: {names}. Ein neues Abonnement beginnt damit. Haben Sie schon eines, öffnet der Link, den wir Ihnen mailen, Ihre Einstellungen mit diesem Eintrag, den Sie dort speichern.",
  "site.browse.filled-in": "Unten eingetragen und noch nicht gespeichert: {names}.",

  "site.browse.unknown-title": "Nichts gefunden",
  "site.browse.unknown":
    "{kind, select, topic{arXiv kennt kein Thema {name}.} keyword{Kein Paper hier hat das Stichwort {name}.} organization{Kein Paper hier ist von {name}.} other{Kein Paper hier ist von {name}.}}",
  "site.browse.near": "Meinten Sie",
  "site.browse.near-count": "{papers, plural, one{# Paper} other{# Paper}}",
  "site.browse.search": "Alle Paper nach {name} durchsuchen",
  "site.browse.slow": "Die Liste hat zu lange gebraucht. Versuchen Sie es in einer Minute noch einmal.",

  "site.months.title": "Paper und Upvotes nach Monaten",
  "site.months.description":
    "{papers, plural, one{# Paper} other{# Paper}}, zuerst veröffentlicht von {first} bis {last}, die meisten, {most, number}, im {busiest}.",
  "site.months.note":
    "Die Balken zählen Paper, die Linie ist der Median ihrer Upvotes bei Hugging Face, wie zuletzt gesehen. Der laufende Monat zählt bis jetzt.",
  "site.months.month": "Monat",
  "site.months.papers": "Paper",
  "site.months.upvotes": "Upvotes (Median)",
};
