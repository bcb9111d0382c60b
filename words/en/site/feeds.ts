/** Feeds of editions and of a reader's own digests, and what is offered to other sites. `cadence` is `daily`, `weekly` or `monthly`. */
export const feedMessages = {
  "site.feed.editions":
    "{brand}: {cadence, select, daily{daily editions} weekly{weekly editions} monthly{monthly editions} other{editions}}",
  "site.feed.named": "{period}: {names}{others, plural, =0{} other{ and # more}}",
  "site.feed.unnamed": "{period}: {papers, plural, one{# paper} other{# papers}}",
  "site.feed.upvotes": "{upvotes, plural, one{# upvote} other{# upvotes}}",
  "site.feed.all-papers": "{papers, plural, one{The edition with its paper} other{All # papers}}",
  "site.feed.own": "{brand}: your digests",

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

  "site.embed.title": "On your own site",
  "site.embed.lede": "Offer the digest to the readers of your site, or show its papers there.",
  "site.embed.form": "Subscribe form",
  "site.embed.form-note":
    "Paste this HTML into a page of your site and style it as you like. It needs no script, sets no cookie, and whoever subscribes confirms by email.",
  "site.embed.no-sites":
    "Forms on other sites are not accepted yet: whoever runs {brand} must name your site in its setting EMBED_ORIGINS first.",
  "site.embed.feeds": "Feeds",
  "site.embed.feeds-note": "Scripts of any site may read these.",
  "site.refusal.foreign-subscribe":
    "Subscriptions from the site you came from are not accepted here. Please use {brand}’s own subscribe page.",
} as const;
