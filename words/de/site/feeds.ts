import type { feedMessages as english } from "../../en/site/feeds.ts";

/** Feeds of editions and of a reader's own digests, and what is offered to other sites. `cadence` is `daily`, `weekly` or `monthly`. */
export const germanFeed: Record<keyof typeof english, string> = {
  "site.feed.editions":
    "Paperboy: {cadence, select, daily{Ausgaben des Tages} weekly{Ausgaben der Woche} monthly{Ausgaben des Monats} other{Ausgaben}}",
  "site.feed.named": "{period}: {names}{others, plural, =0{} other{ und # weitere}}",
  "site.feed.unnamed": "{period}: {papers, plural, one{# Paper} other{# Paper}}",
  "site.feed.upvotes": "{upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "site.feed.all-papers": "{papers, plural, one{Die Ausgabe mit ihrem Paper} other{Alle # Paper}}",
};
