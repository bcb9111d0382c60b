/** How to find a paper: by what it is called, by its fields, by what is typed so far. */
export const findMessages = {
  "site.find.words": "Words, authors, an arXiv ID, an address or a DOI",
  "site.find.tips": "Search tips",
  "site.find.example-phrase": '"world model"',
  "site.find.tip-phrase": "these words side by side",
  "site.find.example-minus": "-survey",
  "site.find.tip-minus": "without this word",
  "site.find.example-or": "rain or snow",
  "site.find.tip-or": "either of the two",
  "site.find.example-author": 'author:"Yann LeCun"',
  "site.find.tip-author": "by an author of this name",
  "site.find.example-title": "title:diffusion",
  "site.find.tip-title": "this word in the title",
  "site.find.example-org": "org:Stanford",
  "site.find.tip-org": "from this organisation",
  "site.find.example-category": "cat:cs.CL",
  "site.find.tip-category": "in this arXiv category or archive",
  "site.find.tip-reference":
    "An arXiv ID, the address of a paper at arXiv, Hugging Face or alphaXiv, or a DOI opens its paper.",
  "site.find.order": "Sort by",
  "site.find.relevance": "Relevance",
  "site.find.date": "Newest first",
  "site.find.votes": "Most upvotes",
  "site.find.voted-latest": "Only the latest {papers, number} are sorted by upvotes.",
  "site.find.unknown-topic": "There is no topic “{given}”, so all topics are shown.",
  "site.find.unknown-category":
    "{count, plural, one{arXiv has no category {categories}, so it was left out of the search.} other{arXiv has no categories {categories}, so they were left out of the search.}}",
  "site.find.unknown-time": "There is no time range “{given}”, so papers of any time are shown.",
  "site.find.unknown-order": "There is no order “{given}”, so the most relevant papers come first.",
  "site.find.past-end":
    "There is no page {page, number}: {pages, plural, one{the results fill one page} other{the results end on page {pages, number}}}. <link>Go to the last page</link>",
  "site.find.arxiv-elsewhere": "The paper {id} has not been listed here. <link>Look for it at arXiv</link>",
  "site.find.doi-elsewhere": "No paper here has the DOI {doi}. <link>Open it at doi.org</link>",
  "site.find.close-note": "These hold only some of your words.",
  "site.find.nearest": "Words like yours:",
  "site.find.nearest-word": "<link>{word}</link> ({papers, plural, one{# paper} other{# papers}})",
  "site.find.unfiltered":
    "<link>{papers, plural, one{Show # paper of any topic and time} other{Show # papers of any topic and time}}</link>",
  "site.find.suggestions":
    "{count, plural, =0{No suggestions} one{# suggestion, use the arrow keys} other{# suggestions, use the arrow keys}}",
  "site.find.suggestions-name": "Suggestions",
} as const;
