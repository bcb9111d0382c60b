/** The search over all papers. */
export const searchMessages = {
  "site.search.title": "Search",
  "site.search.title-of": "{query} – search",
  "site.search.topic": "Topic",
  "site.search.all-topics": "All topics",
  "site.search.time": "Published",
  "site.search.any-time": "Any time",
  "site.search.week": "Past week",
  "site.search.month": "Past month",
  "site.search.year": "Past year",
  "site.search.go": "Search",
  "site.search.cut":
    "Only the first {characters, number} characters and {words, number} words were searched for.",
  "site.search.ask": "What would you like to read?",
  "site.search.nothing": "No results. Try fewer words or a wider date range.",
  "site.search.corrected": "No results for “{query}”. Here are those for <link>{corrected}</link>:",
  "site.search.any-word": "No paper contains all of these words. These contain some of them:",
  "site.search.close": "Also close",
  "site.search.close-note": "These hold only some of your words, the rarest first.",
  "site.search.count-and-close":
    "{exact, plural, one{# paper holds} other{# papers hold}} all of your words; {close, plural, one{# more is} other{# more are}} close.",
  "site.search.count": "{count, plural, one{# paper} other{# papers}}",
  "site.search.more-than": "More than {count, number} papers",
} as const;
