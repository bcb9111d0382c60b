/** The calendar of all editions. */
export const archiveMessages = {
  "site.archive.title": "Archive",
  "site.archive.description": "All editions by day, week and month.",
  "site.archive.lede":
    "{days, plural, one{# daily edition} other{# daily editions}} since {first}. A number is how many papers the edition has.",
  "site.archive.empty": "No edition has come out yet.",
  "site.archive.years": "Years",
  "site.archive.week": "Week",
  "site.archive.week-link": "Week {week, number}: {papers, plural, one{# paper} other{# papers}}",
  "site.archive.day-link": "{day}: {papers, plural, one{# paper} other{# papers}}",
  "site.archive.month-link": "Edition of the month: {papers, plural, one{# paper} other{# papers}}",
  "site.archive.no-year": "No edition is kept of that year.",
} as const;
