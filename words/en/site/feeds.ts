/** Feeds of editions and of a reader's own digests, and what is offered to other sites. `cadence` is `daily`, `weekly` or `monthly`. */
export const feedMessages = {
  "site.feed.editions":
    "Paperboy: {cadence, select, daily{daily editions} weekly{weekly editions} monthly{monthly editions} other{editions}}",
  "site.feed.named": "{period}: {names}{others, plural, =0{} other{ and # more}}",
  "site.feed.unnamed": "{period}: {papers, plural, one{# paper} other{# papers}}",
  "site.feed.upvotes": "{upvotes, plural, one{# upvote} other{# upvotes}}",
  "site.feed.all-papers": "{papers, plural, one{The edition with its paper} other{All # papers}}",
} as const;
