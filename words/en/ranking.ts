/** Why a paper stands where it stands: a line that stands alone, and, as `in-mail`, words beside the paper's figures. */
export const rankingMessages = {
  "ranking.only":
    "The only paper of the {cadence, select, daily{day} weekly{week} other{month}}: {upvotes, plural, one{# upvote} other{# upvotes}}",
  "ranking.first":
    "Most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}: {upvotes, plural, one{# upvote} other{# upvotes}}",
  "ranking.first-shared":
    "Among the most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}: {upvotes, plural, one{# upvote} other{# upvotes}}",
  "ranking.place":
    "{place, selectordinal, =2{Second} =3{Third} =4{Fourth} =5{Fifth} =6{Sixth} =7{Seventh} =8{Eighth} =9{Ninth} =10{Tenth} one{#st} two{#nd} few{#rd} other{#th}} of {of, number} by upvotes",
  "ranking.place-shared":
    "Joint {place, selectordinal, =2{second} =3{third} =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} of {of, number} by upvotes",
  "ranking.rise": "+{gained, number} upvotes on {day}",
  "ranking.late-rise": "Rose after its day: +{gained, number} upvotes since {day}, now {upvotes, number}",
  "ranking.above-most": "More upvotes than {percent, number}% of the last {days, number} days’ papers",
  "ranking.stars-gained":
    "Code went from {from, number} to {to, number} stars in {days, plural, one{a day} =2{two days} =3{three days} =4{four days} =5{five days} =6{six days} =7{seven days} other{# days}}",
  "ranking.organization":
    "{nth, selectordinal, =3{Third} =4{Fourth} =5{Fifth} =6{Sixth} =7{Seventh} =8{Eighth} =9{Ninth} =10{Tenth} one{#st} two{#nd} few{#rd} other{#th}} paper from {organization} in {month}",
  "ranking.authors-in-discussion": "The authors take part in the discussion",
  "ranking.media": "With figures or a video",
  "ranking.many-authors": "{authors, plural, one{# author} other{# authors}}",
  "ranking.listed-again": "Listed again, first on {day}",
  "ranking.listed-before": "{said}; listed again, first on {day}",
  "ranking.late-place":
    "Now {sharing, select, shared{joint } other{}}{place, selectordinal, =1{first} =2{second} other{third}} of {day}’s {of, plural, one{# paper} other{# papers}}{closing, select, unlisted{, not yet listed when its day closed} placed{, {before, selectordinal, =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} when its day closed} other{}}: {upvotes, plural, one{# upvote} other{# upvotes}}",
  "ranking.unvoted": "No upvotes yet",
  "ranking.announced": "Announced on arXiv, not voted on",

  "ranking.comments": "{comments, plural, one{# comment} other{# comments}}",
  "ranking.code": "code with {stars} stars",
  "ranking.comments-and-code": "{comments}, {code}",
  "ranking.figures-go-on": "{said}, {figures}",
  "ranking.words-with-figures": "{said}; {figures}",

  "ranking.in-mail.only": "the only paper of the {cadence, select, daily{day} weekly{week} other{month}}",
  "ranking.in-mail.first": "most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}",
  "ranking.in-mail.first-shared":
    "among the most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}",
  "ranking.in-mail.place":
    "{place, selectordinal, =2{second} =3{third} =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} of {of, number} by upvotes",
  "ranking.in-mail.place-shared":
    "joint {place, selectordinal, =2{second} =3{third} =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} of {of, number} by upvotes",
  "ranking.in-mail.late-rise": "+{gained, number} since {day}",
  "ranking.in-mail.above-most":
    "more upvotes than {percent, number}% of the last {days, number} days’ papers",
  "ranking.in-mail.stars-gained":
    "code went from {from, number} to {to, number} stars in {days, plural, one{a day} =2{two days} =3{three days} =4{four days} =5{five days} =6{six days} =7{seven days} other{# days}}",
  "ranking.in-mail.organization":
    "{nth, selectordinal, =3{third} =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} paper from {organization} in {month}",
  "ranking.in-mail.authors-in-discussion": "the authors take part in the discussion",
  "ranking.in-mail.media": "with figures or a video",
  "ranking.in-mail.listed-again": "listed again, first on {day}",
  "ranking.in-mail.late-place":
    "now {sharing, select, shared{joint } other{}}{place, selectordinal, =1{first} =2{second} other{third}} of {day}’s {of, plural, one{# paper} other{# papers}}{closing, select, unlisted{, not yet listed when its day closed} placed{, {before, selectordinal, =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} when its day closed} other{}}",
  "ranking.in-mail.unvoted": "no upvotes yet",
  "ranking.in-mail.announced": "announced on arXiv, not voted on",
} as const;
