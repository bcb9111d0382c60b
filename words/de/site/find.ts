import type { findMessages as english } from "../../en/site/find.ts";

/** How to find a paper: by what it is called, by its fields, by what is typed so far. */
export const germanFind: Record<keyof typeof english, string> = {
  "site.find.words": "Wörter, Autoren, eine arXiv-Nummer, eine Adresse oder ein DOI",
  "site.find.tips": "Suchtipps",
  "site.find.example-phrase": '"world model"',
  "site.find.tip-phrase": "diese Wörter nebeneinander",
  "site.find.example-minus": "-survey",
  "site.find.tip-minus": "ohne dieses Wort",
  "site.find.example-or": "rain or snow",
  "site.find.tip-or": "eines von beiden",
  "site.find.example-author": 'author:"Yann LeCun"',
  "site.find.tip-author": "von Autoren dieses Namens",
  "site.find.example-title": "title:diffusion",
  "site.find.tip-title": "dieses Wort im Titel",
  "site.find.example-org": "org:Stanford",
  "site.find.tip-org": "aus dieser Organisation",
  "site.find.example-category": "cat:cs.CL",
  "site.find.tip-category": "in dieser Kategorie oder diesem Archiv von arXiv",
  "site.find.tip-reference":
    "Eine arXiv-Nummer, die Adresse eines Papers bei arXiv, Hugging Face oder alphaXiv oder ein DOI öffnet das Paper.",
  "site.find.order": "Sortieren nach",
  "site.find.relevance": "Relevanz",
  "site.find.date": "Neueste zuerst",
  "site.find.votes": "Meiste Upvotes",
  "site.find.voted-latest": "Nur die neuesten {papers, number} sind nach Upvotes sortiert.",
  "site.find.unknown-topic": "Das Thema „{given}“ gibt es nicht; gezeigt werden alle Themen.",
  "site.find.unknown-category":
    "{count, plural, one{Eine Kategorie {categories} gibt es bei arXiv nicht; sie blieb bei der Suche außer Acht.} other{Die Kategorien {categories} gibt es bei arXiv nicht; sie blieben bei der Suche außer Acht.}}",
  "site.find.unknown-time": "Den Zeitraum „{given}“ gibt es nicht; gezeigt werden Paper aus beliebiger Zeit.",
  "site.find.unknown-order":
    "Die Sortierung „{given}“ gibt es nicht; die Paper mit der höchsten Relevanz stehen vorn.",
  "site.find.past-end":
    "Eine Seite {page, number} gibt es nicht: {pages, plural, one{Die Treffer füllen eine Seite} other{Die Treffer enden auf Seite {pages, number}}}. <link>Zur letzten Seite</link>",
  "site.find.arxiv-elsewhere":
    "Das Paper {id} war hier noch nicht gelistet. <link>Bei arXiv danach suchen</link>",
  "site.find.doi-elsewhere": "Kein Paper hier hat den DOI {doi}. <link>Bei doi.org öffnen</link>",
  "site.find.close-note": "Diese enthalten nur einige Ihrer Wörter.",
  "site.find.nearest": "Ähnliche Wörter:",
  "site.find.nearest-word": "<link>{word}</link> ({papers, plural, one{# Paper} other{# Paper}})",
  "site.find.unfiltered":
    "<link>{papers, plural, one{# Paper aus beliebigem Thema und beliebiger Zeit zeigen} other{# Paper aus beliebigen Themen und beliebiger Zeit zeigen}}</link>",
  "site.find.suggestions":
    "{count, plural, =0{Keine Vorschläge} one{# Vorschlag, mit den Pfeiltasten wählen} other{# Vorschläge, mit den Pfeiltasten wählen}}",
  "site.find.suggestions-name": "Vorschläge",
};
