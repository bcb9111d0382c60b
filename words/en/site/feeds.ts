/** Feeds of editions and of a reader's own digests, and what is offered to other sites. `cadence` is `daily`, `weekly` or `monthly`. */
export const feedMessages = {
  "site.feed.editions":
    "Paperboy: {cadence, select, daily{daily editions} weekly{weekly editions} monthly{monthly editions} other{editions}}",
  "site.feed.named": "{period}: {names}{others, plural, =0{} other{ and # more}}",
  "site.feed.unnamed": "{period}: {papers, plural, one{# paper} other{# papers}}",
  "site.feed.upvotes": "{upvotes, plural, one{# upvote} other{# upvotes}}",
  "site.feed.all-papers": "{papers, plural, one{The edition with its paper} other{All # papers}}",
  "site.feed.own": "Paperboy: your digests",

  "site.own-feed.title": "Your digests as a feed",
  "site.own-feed.lede":
    "Read your own digests in a feed reader, beside the emails. The feed has what your digests showed and why; it can change nothing.",
  "site.own-feed.make": "Make my feed address",
  "site.own-feed.atom": "Atom",
  "site.own-feed.json": "JSON Feed",
  "site.own-feed.secret":
    "Whoever has this address can read your digests. Renew it if others got to know it: the old one then stops working.",
  "site.own-feed.renew": "Renew the address",
  "site.own-feed.end": "End the feed",
  "site.own-feed.unknown": "A feed address can be made, renewed or ended.",
} as const;
