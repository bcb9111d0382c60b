/** The day that runs, and who moves in its list. */
export const todayMessages = {
  "site.today.title": "Today",
  "site.today.description": "Today’s papers in the order of now, with who has moved since.",
  "site.today.as-of": "As of {at} (UTC), when we last looked at Hugging Face.",
  "site.today.since": "Movements since {at} (UTC).",
  "site.today.first-look": "This was the day’s first look: there is nothing to compare it with yet.",
  "site.today.compare": "Compare with",
  "site.today.last-look": "The look before",
  "site.today.first": "The day’s first look",
  "site.today.up": "up {places, number}",
  "site.today.down": "down {places, number}",
  "site.today.same": "unchanged",
  "site.today.new": "new",
  "site.today.gained": "+{gained, number} {gained, plural, one{upvote} other{upvotes}} since {at}",
  "site.today.not-yet":
    "Nothing is listed for today so far. On weekends and holidays that is usual; on other days the first papers come during the morning (UTC).",
  "site.today.elsewhere": "See what is <trending>trending</trending> or the <latest>latest edition</latest>.",
  "site.today.whole": "The whole list of the day",
} as const;
