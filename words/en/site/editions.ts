/** Lists of papers, each paper, and the feeds of them. `cadence` is `daily`, `weekly` or `monthly`. */
export const editionMessages = {
  "site.edition.name": "{cadence, select, daily{Daily papers} weekly{Weekly papers} other{Monthly papers}}",
  "site.edition.title":
    "{cadence, select, daily{Daily papers} weekly{Weekly papers} other{Monthly papers}}, {period}",
  "site.edition.description":
    "{papers, plural, one{# trending research paper} other{# trending research papers}} from {period}.",
  "site.edition.running": "in progress",
  "site.edition.number": "No. {number, number}",
  "site.edition.missing-arxiv": "arXiv could not be reached, so some papers may have no topics.",
  "site.edition.missing-huggingface":
    "Hugging Face could not be reached, so some papers and upvotes may be missing.",
  "site.edition.missing-other": "{source} could not be reached, so some papers or figures may be missing.",
  "site.edition.day-runs":
    "The day is not over: the order changes with every upvote. The final edition is emailed tomorrow morning.",
  "site.edition.period-runs":
    "The {cadence, select, weekly{week} other{month}} is not over: the order changes with every upvote. The final edition is emailed on {day}.",
  "site.edition.unmailed":
    "No edition of this {cadence, select, daily{day} weekly{week} other{month}} has been emailed so far. These are its papers, in today's order.",
  "site.edition.shown": "Papers {first, number} to {last, number} of {papers, number}.",
  "site.edition.mailed-first": "Emails choose from the first {mailed, number}.",
  "site.edition.kept-first":
    "The first {kept, number} of the {cadence, select, daily{day’s} weekly{week’s} other{month’s}} {papers, number} papers.",
  "site.edition.late": "Late risers",
  "site.edition.late-note":
    "Papers of the two weeks before that were not among the first of their own day and are now.",
  "site.edition.late-note-of-before":
    "Papers of the two weeks before that gained upvotes after their own day.",
  "site.edition.others": "{cadence, select, daily{Other days} weekly{Other weeks} other{Other months}}",
  "site.edition.previous":
    "{cadence, select, daily{Previous day} weekly{Previous week} other{Previous month}}",
  "site.edition.next": "{cadence, select, daily{Next day} weekly{Next week} other{Next month}}",
  "site.edition.pick":
    "{cadence, select, daily{Go to the day} weekly{Go to the week of} other{Go to the month of}}",
  "site.edition.go": "Go",
  "site.edition.day-empty": "No papers are listed for this day. On weekends and holidays that is usual.",
  "site.edition.period-empty": "No papers are listed for this {cadence, select, weekly{week} other{month}}.",
  "site.edition.see-latest": "See the latest edition",

  "site.invitation.title": "Get trending papers in your email inbox!",
  "site.invitation.lede":
    "What researchers are talking about, daily, weekly or monthly: your topics, your length, your hour.",

  "site.paper.rank": "Rank",
  "site.paper.authors": "{count, plural, =0{Authors not named} one{# author} other{# authors}}",
  "site.paper.more-authors": "and {count, number} more",
  "site.paper.other-authors": "and {count, plural, one{# more author} other{# more authors}}",
  "site.paper.abstract": "Abstract",
  "site.paper.full-abstract": "Full abstract",
  "site.paper.withdrawn": "<b>Withdrawn</b> by its authors or by arXiv.",
  "site.paper.dropped": "<b>No longer listed:</b> Hugging Face has taken it off its daily papers.",
  "site.paper.no-abstract": "No abstract is available.",
  "site.paper.by-machine": "Written by a machine: {model}.",
  "site.paper.in-short": "In short",
  "site.paper.upvotes": "{count, plural, one{upvote} other{upvotes}}",
  "site.paper.comments": "{count, plural, one{comment} other{comments}}",
  "site.paper.stars": "{count, plural, one{star on GitHub} other{stars on GitHub}}",
  "site.paper.rise": "+{count, number} <hidden>upvotes</hidden> on {day}",
  "site.paper.rise-of-before": "+{count, number} <hidden>upvotes</hidden> in a day",
  "site.paper.arxiv": "arXiv",
  "site.paper.pdf": "PDF",
  "site.paper.discussion": "Discussion",
  "site.paper.code": "Code",
  "site.paper.project": "Project",
  "site.paper.arxiv-id": "arXiv {id}",
  "site.paper.placed": "Rank {rank, number}, {period}",
  "site.paper.placed-late": "Late riser, rank {rank, number}, {period}",
  "site.paper.related": "Related papers",
  "site.paper.details": "Details",
  "site.paper.categories": "Categories",
  "site.paper.keywords": "Keywords",
  "site.paper.comment": "Comment",
  "site.paper.doi": "DOI",

  "site.chart.title": "Upvotes over time",
  "site.chart.description":
    "Upvotes went from {first, number} on {firstAt} to {last, number} on {lastAt} (UTC).",
  "site.chart.numbers": "Show the numbers",
  "site.chart.when": "When (UTC)",
  "site.chart.upvotes": "Upvotes",
  "site.chart.comments": "Comments",
  "site.chart.stars": "Stars",

  "site.feed.edition":
    "{brand}: {cadence, select, daily{daily papers} weekly{weekly papers} other{monthly papers}}",
  "site.feed.search": "{brand}: {query}",
} as const;
