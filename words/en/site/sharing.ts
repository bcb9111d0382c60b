/** What is shown of pages elsewhere, beside links to them. */
export const sharingMessages = {
  "site.card.more": "and {count, plural, one{# more paper} other{# more papers}}",
  "site.card.lede": "Trending research papers, ranked by what their readers think of them",
  "site.card.edition":
    "{cadence, select, daily{Daily papers} weekly{Weekly papers} other{Monthly papers}}, {period}: the titles of the first papers",
} as const;
