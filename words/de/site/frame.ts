import type { frameMessages as english } from "../../en/site/frame.ts";

/** What stands around every page, and what pages share. */
export const germanFrame: Record<keyof typeof english, string> = {
  "site.frame.name": "{brand}",
  "site.frame.title": "{page} · {brand}",
  "site.frame.skip": "Zum Inhalt springen",
  "site.frame.editions": "Ausgaben",
  "site.frame.daily": "Täglich",
  "site.frame.weekly": "Wöchentlich",
  "site.frame.monthly": "Monatlich",
  "site.frame.search-label": "Alle Paper durchsuchen",
  "site.frame.search-hint": "Paper suchen",
  "site.frame.subscribe": "Abonnieren",
  "site.frame.about": "Über diese Seite",
  "site.frame.preferences": "Ihre Einstellungen",
  "site.frame.privacy": "Datenschutz",
  "site.frame.atom": "Atom-Feed",
  "site.frame.json": "JSON-Feed",
  "site.frame.sources":
    "Paper aus den Daily Papers von Hugging Face und von arXiv, nach Upvotes auf Hugging Face geordnet. Alle Zeiten sind UTC.",
  "site.frame.latest": "Die neuesten Paper lesen",
  "site.frame.back": "Zurück zu den Papern",
  "site.frame.address": "Ihre E-Mail-Adresse",
  "site.frame.address-hint": "sie@example.org",
  "site.frame.unsubscribe": "Abbestellen",
  "site.frame.saved": "Gespeichert",

  "site.pages.name": "Seiten",
  "site.pages.previous": "Zurück",
  "site.pages.next": "Weiter",
  "site.pages.place": "Seite {page, number} von {pages, number}",
};
