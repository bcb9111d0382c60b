/** What gains votes now. `window` is `day`, `three` or `week`. */
export const trendingMessages = {
  "site.trending.title": "Trending",
  "site.trending.description": "Research papers that gain the most upvotes now, whatever day they are from.",
  "site.trending.window": "Over",
  "site.trending.name": "{window, select, day{24 hours} three{3 days} other{7 days}}",
  "site.trending.how":
    "Ranked by the upvotes that papers gained on Hugging Face in the {window, select, day{24 hours} three{3 days} other{7 days}} before {at} (UTC), when we last looked there. A paper first listed in that time counts with all of its upvotes; one that we first saw later than it was listed, only with what it gained since.",
  "site.trending.never": "We have not looked at Hugging Face yet.",
  "site.trending.none":
    "No paper gained upvotes in the {window, select, day{24 hours} three{3 days} other{7 days}} before {at} (UTC), when we last looked.",
  "site.trending.gained":
    "+{gained, number} {gained, plural, one{upvote} other{upvotes}} in {window, select, day{24 hours} three{3 days} other{7 days}}",
} as const;
