import type { rankingMessages as english } from "../en/ranking.ts";

/** Why a paper stands where it stands: a line that stands alone, and, as `in-mail`, words beside the paper's figures. */
export const germanRanking: Record<keyof typeof english, string> = {
  "ranking.only":
    "Das einzige Paper {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}: {upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "ranking.first":
    "Die meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}: {upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "ranking.first-shared":
    "Unter den Papern mit den meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}: {upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "ranking.place": "Platz {place, number} von {of, number} nach Upvotes",
  "ranking.place-shared": "Geteilter Platz {place, number} von {of, number} nach Upvotes",
  "ranking.rise": "+{gained, number} Upvotes am {day}",
  "ranking.late-rise":
    "Nach seinem Tag gestiegen: +{gained, number} Upvotes seit dem {day}, jetzt {upvotes, number}",
  "ranking.above-most": "Mehr Upvotes als {percent, number} % der Paper der letzten {days, number} Tage",
  "ranking.stars-gained":
    "Code stieg in {days, plural, one{einem Tag} other{# Tagen}} von {from, number} auf {to, number} Sterne",
  "ranking.organization": "{nth, number}. Paper von {organization} im {month}",
  "ranking.authors-in-discussion": "Die Autoren diskutieren mit",
  "ranking.media": "Mit Abbildungen oder Video",
  "ranking.many-authors": "{authors, plural, one{# Autor} other{# Autoren}}",
  "ranking.listed-again": "Wieder gelistet, zuerst am {day}",
  "ranking.listed-before": "{said}; wieder gelistet, zuerst am {day}",
  "ranking.late-place":
    "Jetzt auf {sharing, select, shared{geteiltem } other{}}Platz {place, number} von {of, plural, one{# Paper} other{# Papern}} des {day}{closing, select, unlisted{, am Ende des Tages noch nicht gelistet} placed{, am Ende des Tages auf Platz {before, number}} other{}}: {upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "ranking.unvoted": "Noch keine Upvotes",
  "ranking.announced": "Auf arXiv angekündigt, ohne Abstimmung",

  "ranking.comments": "{comments, plural, one{# Kommentar} other{# Kommentare}}",
  "ranking.code": "Code mit {stars} Sternen",
  "ranking.comments-and-code": "{comments}, {code}",
  "ranking.figures-go-on": "{said}, {figures}",
  "ranking.words-with-figures": "{said}; {figures}",

  "ranking.in-mail.only":
    "das einzige Paper {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "ranking.in-mail.first":
    "die meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "ranking.in-mail.first-shared":
    "unter den Papern mit den meisten Upvotes {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "ranking.in-mail.place": "Platz {place, number} von {of, number} nach Upvotes",
  "ranking.in-mail.place-shared": "geteilter Platz {place, number} von {of, number} nach Upvotes",
  "ranking.in-mail.late-rise": "+{gained, number} seit dem {day}",
  "ranking.in-mail.above-most":
    "mehr Upvotes als {percent, number} % der Paper der letzten {days, number} Tage",
  "ranking.in-mail.stars-gained":
    "Code stieg in {days, plural, one{einem Tag} other{# Tagen}} von {from, number} auf {to, number} Sterne",
  "ranking.in-mail.organization": "{nth, number}. Paper von {organization} im {month}",
  "ranking.in-mail.authors-in-discussion": "die Autoren diskutieren mit",
  "ranking.in-mail.media": "mit Abbildungen oder Video",
  "ranking.in-mail.listed-again": "wieder gelistet, zuerst am {day}",
  "ranking.in-mail.late-place":
    "jetzt auf {sharing, select, shared{geteiltem } other{}}Platz {place, number} von {of, plural, one{# Paper} other{# Papern}} des {day}{closing, select, unlisted{, am Ende des Tages noch nicht gelistet} placed{, am Ende des Tages auf Platz {before, number}} other{}}",
  "ranking.in-mail.unvoted": "noch keine Upvotes",
  "ranking.in-mail.announced": "auf arXiv angekündigt, ohne Abstimmung",
};
