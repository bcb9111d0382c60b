/** Why a paper stands where it stands, on its card, beside its figures. `cadence` is `daily`, `weekly` or `monthly`. */
export const cardMessages = {
  "site.card.only": "The only paper of the {cadence, select, daily{day} weekly{week} other{month}}",
  "site.card.first": "Most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}",
  "site.card.first-shared":
    "Among the most upvoted of the {cadence, select, daily{day} weekly{week} other{month}}",
  "site.card.late-rise": "Rose after its day: +{gained, number} upvotes since {day}",
  "site.card.late-place":
    "Now {sharing, select, shared{joint } other{}}{place, selectordinal, =1{first} =2{second} other{third}} of {day}’s {of, plural, one{# paper} other{# papers}}{closing, select, unlisted{, not yet listed when its day closed} placed{, {before, selectordinal, =4{fourth} =5{fifth} =6{sixth} =7{seventh} =8{eighth} =9{ninth} =10{tenth} one{#st} two{#nd} few{#rd} other{#th}} when its day closed} other{}}",

  "site.home.nothing": "No papers have been collected yet. The first ones appear here as soon as they are.",
  "site.edition.topics-unknown":
    "arXiv could not be reached, so the topics of {papers, plural, one{# paper on this page} other{# papers on this page}} are unknown.",
  "site.matches.topics-unknown":
    "arXiv could not be reached, so the topics of {papers, plural, one{# paper} other{# papers}} of this edition are unknown. Your topics could not be applied to {papers, plural, one{it} other{them}}.",
} as const;
