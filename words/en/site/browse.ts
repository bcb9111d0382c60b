/** Papers by topic, keyword, organisation and author. `kind` is `topic`, `keyword`, `organization` or `author`. */
export const browseMessages = {
  "site.browse.kind":
    "{kind, select, topic{Topic} keyword{Keyword} organization{Organisation} other{Author}}",
  "site.browse.title":
    "{kind, select, topic{Papers in {name}} keyword{Papers about {name}} organization{Papers from {name}} other{Papers by {name}}}",
  "site.browse.description":
    "{kind, select, topic{Papers in {name}} keyword{Papers about {name}} organization{Papers from {name}} other{Papers by {name}}}: {papers, plural, one{# paper} other{# papers}}, by date or by upvotes.",
  "site.browse.count": "{papers, plural, one{# paper} other{# papers}}",
  "site.browse.first-shown": "{papers, number} papers, of which the first {shown, number} are listed here.",
  "site.browse.also": "Also written {names}.",
  "site.browse.none": "No paper has this topic so far.",
  "site.browse.order": "Order",
  "site.browse.by-date": "Latest",
  "site.browse.by-votes": "Most upvoted",
  "site.browse.past-end": "This list ends on page {last, number}.",
  "site.browse.to-last": "Go to its last page",
  "site.browse.no-feed": "There is no feed of this name.",
  "site.browse.feed": "{brand}: {name}",

  "site.browse.follow": "Follow by email",
  "site.browse.follow-note":
    "{kind, select, topic{Your digest then has papers in this topic.} keyword{Your digest then puts papers that match this keyword first.} organization{Your digest then puts papers from this organisation first.} other{Your digest then puts papers by this author first.}}",
  "site.browse.wishes":
    "To follow: {names}. A new subscription begins with that. If you have one, the link that we email you opens your preferences with it filled in, for you to save.",
  "site.browse.filled-in": "Filled in below, and not saved yet: {names}.",

  "site.browse.unknown-title": "Nothing found",
  "site.browse.unknown":
    "{kind, select, topic{arXiv has no topic {name}.} keyword{No paper here has the keyword {name}.} organization{No paper here is from {name}.} other{No paper here is by {name}.}}",
  "site.browse.near": "Did you mean",
  "site.browse.near-count": "{papers, plural, one{# paper} other{# papers}}",
  "site.browse.search": "Search all papers for {name}",
  "site.browse.slow": "The list took too long. Try again in a minute.",

  "site.months.title": "Papers and upvotes by month",
  "site.months.description":
    "{papers, plural, one{# paper} other{# papers}} first published from {first} to {last}, the most of them, {most, number}, in {busiest}.",
  "site.months.note":
    "Bars count papers, the line is the median of their upvotes on Hugging Face as seen last. The current month counts so far.",
  "site.months.month": "Month",
  "site.months.papers": "Papers",
  "site.months.upvotes": "Median upvotes",
} as const;
