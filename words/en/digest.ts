/** The digest: its subject, lines of its own, and what stands around its papers. */
export const digestMessages = {
  "digest.subject":
    "{cadence, select, daily{} weekly{Week {week}: } other{{month}: }}{title}{others, plural, =0{} other{ + # more}}",
  "digest.subject.names": "{cadence, select, daily{} weekly{Week {week}: } other{{month}: }}{names}",
  "digest.subject.more": "{others, number} more",
  "digest.subject.unnamed":
    "{papers, plural, one{# paper} other{# papers}} of the {cadence, select, daily{day} weekly{week} other{month}}",
  "digest.also": "Also: {titles}",
  "digest.issue": "{cadence, select, daily{Daily} weekly{Week {week}} other{Monthly}} · No. {number}",

  "digest.about.most": "Mostly about {themes}.",
  "digest.about.some": "With papers on {themes}.",
  "digest.machine-summary": "{text} (Written by a machine: {model}.)",
  "digest.summary": "{parts}.",
  "digest.summary.papers": "{papers, plural, one{# paper} other{# papers}}",
  "digest.summary.some":
    "{shown, number} of {cadence, select, daily{the day’s} weekly{the week’s} other{the month’s}} {papers, plural, one{# paper} other{# papers}}",
  "digest.summary.of-first":
    "{shown, number} of the first {first, number} of {cadence, select, daily{the day’s} weekly{the week’s} other{the month’s}} {papers, plural, one{# paper} other{# papers}}",
  "digest.summary.detailed": "{papers} ({details})",
  "digest.summary.followed": "{papers, number} matching what you follow",
  "digest.summary.rising": "{papers, number} rising",
  "digest.summary.with-late": "{papers}, and {late}",
  "digest.summary.late": "{papers, plural, one{# late riser} other{# late risers}}",
  "digest.talked": "Most talked about: {title}, with {comments, plural, one{# comment} other{# comments}}.",

  "digest.missing.arxiv": "arXiv could not be reached, so topics could not be applied to every paper.",
  "digest.missing.huggingface":
    "Hugging Face could not be reached, so some papers and upvotes may be missing.",
  "digest.missing.other": "{source} could not be reached, so some papers or figures may be missing.",

  "digest.for-you": "For you",
  "digest.for-you.note":
    "{papers, plural, one{# paper matches what you follow} other{# papers match what you follow}}",
  "digest.for-you.some": "{shown, number} of {papers, number} that match what you follow",
  "digest.for-you.others": "See the others",
  "digest.for-you.note-joined":
    "{joined, plural, one{# paper is like what you marked} other{# papers are like what you marked}}",
  "digest.for-you.note-with-joined":
    "{papers, plural, one{# paper matches what you follow} other{# papers match what you follow}}, {joined, plural, one{# more is like what you marked} other{# more are like what you marked}}",
  "digest.top": "Top of the {cadence, select, daily{day} weekly{week} other{month}}",
  "digest.also-trending": "Also trending",
  "digest.also-trending.note":
    "{papers, plural, one{# more paper} other{# more papers}} of the {cadence, select, daily{day} weekly{week} other{month}}",
  "digest.late": "Late risers",
  "digest.for-you.late": "For you: late risers",
  "digest.late.note":
    "{papers, plural, one{# paper of the two weeks before, now among the first three of its own day} other{# papers of the two weeks before, now among the first three of their own day}}",

  "digest.group.others": "More",

  "digest.upvotes": "{shown}\u00a0{count, plural, one{upvote} other{upvotes}}",
  "digest.comments": "{shown}\u00a0{count, plural, one{comment} other{comments}}",
  "digest.stars": "{shown}\u00a0{count, plural, one{star} other{stars}}",
  "digest.rise": "+{upvotes} on {day}",
  "digest.rise-of-before": "+{upvotes} in a day",
  "digest.because": "you\u00a0follow {what}",
  "digest.like": "like what you\u00a0marked: {words}",
  "digest.seen": "you saw this on {day}",
  "digest.because-seen": "you\u00a0follow {what}; you saw this on {day}",
  "digest.more-authors": "{authors, plural, one{# other} other{# others}}",
  "digest.picture": "Picture: {title}",
  "digest.code": "Code",
  "digest.project": "Project",
  "digest.discussion": "Discussion",
  "digest.mark": "More or less like this?",

  "digest.quiet.subject":
    "Nothing new matched what you follow for {cadence, select, daily{a week} weekly{three weeks} other{two months}}",
  "digest.quiet.subject-few":
    "Too few papers matched what you follow for {cadence, select, daily{a week} weekly{three weeks} other{two months}}",
  "digest.quiet.summary":
    "{cadence, select, daily{No digest has come for a week} weekly{No digest has come for three weeks} other{No digest has come for two months}}, because no new paper matched what you follow.",
  "digest.quiet.summary-few":
    "{cadence, select, daily{No digest has come for a week} weekly{No digest has come for three weeks} other{No digest has come for two months}}, because fewer new papers matched what you follow than the {least, number} that you ask for.",
  "digest.quiet.wishes": "Without a match: {wishes}.",
  "digest.quiet.wishes-few": "Without a match in this edition: {wishes}.",
  "digest.quiet.more-wishes": "{wishes, plural, one{# more} other{# more}}",
  "digest.quiet.once":
    "You are told this once. Your next digest comes as soon as there is something for you in it.",
  "digest.quiet.widen": "Widen what you follow",
  "digest.quiet.near": "What came near",
  "digest.quiet.near.note":
    "{papers, plural, one{# paper} other{# papers}} of the {cadence, select, daily{day} weekly{week} other{month}}",
  "digest.quiet.shares": "shares\u00a0{what}",

  "digest.cut":
    "{papers, plural, one{# more paper didn’t fit in this email. See it} other{# more papers didn’t fit in this email. See them}} on the {cadence, select, daily{daily} weekly{weekly} other{monthly}} page.",
  "digest.all":
    "{papers, plural, =0{See the papers} one{See the only paper} other{See all # papers}} of the {cadence, select, daily{day} weekly{week} other{month}}",
  "digest.in-browser": "Read in browser",
  "digest.change": "Change what you get",
  "digest.pause": "Pause",
  "digest.unsubscribe": "Unsubscribe",
  "digest.why": "You’re receiving this because you subscribed to {brand} with {recipient}.",
} as const;
