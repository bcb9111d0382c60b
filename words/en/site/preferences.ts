/** All that a reader can choose. `by` is `reader`, or `operator` for who does it in a reader's stead. */
export const preferencesMessages = {
  "site.preferences.lede": "For <b>{email}</b>. Your changes apply from the next digest.",
  "site.preferences.left": "You are unsubscribed: you'll get nothing until you <link>subscribe again</link>.",
  "site.preferences.pending":
    "Your address is not confirmed yet: open the link in the email that we sent you.",
  "site.preferences.saved": "Saved.",
  "site.preferences.not-saved": "Not saved:",
  "site.preferences.save": "Save",
  "site.preferences.update-preview": "Update preview",
  "site.preferences.preview": "Your next digest",
  "site.preferences.preview-note": "Based on the latest edition.",
  "site.preferences.preview-frame": "Preview of your next digest",
  "site.preferences.own-data": "Your data",
  "site.preferences.export": "Download all that is kept about you",
  "site.preferences.erase": "Erase everything",

  "site.preferences.when": "When",
  "site.preferences.cadence": "How often",
  "site.preferences.daily": "Every day that has papers",
  "site.preferences.weekdays": "Monday to Friday",
  "site.preferences.weekly": "Once a week",
  "site.preferences.monthly": "Once a month",
  "site.preferences.hour":
    "{by, select, operator{Send at (their local time)} other{Send at (your local time)}}",
  "site.preferences.timezone": "Time zone",
  "site.preferences.use-device-zone": "Use this device's zone",
  "site.preferences.use-zone": "Use this device's zone ({zone})",
  "site.preferences.pause": "Pause until",
  "site.preferences.pause-hint":
    "{by, select, operator{They get} other{You'll get}} nothing until that day. Clear the date to resume.",

  "site.preferences.topics": "Topics",
  "site.preferences.topics-hint": "arXiv's categories. If you choose none, you get all of them.",
  "site.topics.all-of": "All of {archive}",
  "site.preferences.other-topics": "Mathematics, physics, economics and finance",

  "site.preferences.follow": "Follow and mute",
  "site.preferences.follow-hint":
    "One word, phrase or name per line, or several with semicolons between; keywords also with commas. What {by, select, operator{they follow} other{you follow}} comes first, whatever its topic.",
  "site.preferences.keywords": "Keywords to follow",
  "site.preferences.authors": "Authors to follow",
  "site.preferences.organizations": "Organisations to follow",
  "site.preferences.muted-keywords": "Keywords to mute",
  "site.preferences.muted-authors": "Authors to mute",
  "site.preferences.muted-organizations": "Organisations to mute",

  "site.preferences.too-many":
    "You entered {typed, number}, and at most {most, number} can be kept: remove {over, number}.",
  "site.preferences.quoted": "“{text}”",
  "site.preferences.unmatched":
    "{count, plural, one{No paper of the last 30 days matches this keyword:} other{No paper of the last 30 days matches these keywords:}}",
  "site.preferences.unmatched-near": "“{keyword}”. Near it, papers match {near}.",

  "site.preferences.how-much": "How much",
  "site.preferences.detail": "Each paper with",
  "site.preferences.title-only": "Titles only",
  "site.preferences.summary": "Titles and a short summary",
  "site.preferences.abstract": "Titles and full abstracts",
  "site.preferences.max-papers": "At most this many papers",
  "site.preferences.min-matches": "Skip editions with fewer matches than",
  "site.preferences.fill-up": "Fill up with the edition's top papers",
  "site.preferences.fill-up-yes": "Yes, up to your maximum",
  "site.preferences.fill-up-few": "A few: at most three, and never more than match",
  "site.preferences.fill-up-no": "No, only what matches",
  "site.preferences.language": "Language",
  "site.preferences.late-risers": "Late risers: papers that gained upvotes after their own day, once each",
  "site.preferences.repeats": "Show papers again in my weekly or monthly digest that I got in an earlier one",

  "site.problem.timezone": "This time zone is not known. Choose one from the list, such as Europe/Berlin.",
  "site.problem.hour": "The hour must be a whole number from {least, number} to {most, number}.",
  "site.problem.cadence": "Choose one of the options for how often the digest comes.",
  "site.problem.topic": "A topic must be an arXiv category such as cs.CL.",
  "site.problem.topics": "Choose at most {most, number} topics.",
  "site.problem.phrase": "A keyword or name must have at most {most, number} characters.",
  "site.problem.keywords": "Follow at most {most, number} keywords.",
  "site.problem.authors": "Follow at most {most, number} authors.",
  "site.problem.muted-keywords": "Mute at most {most, number} keywords.",
  "site.problem.muted-authors": "Mute at most {most, number} authors.",
  "site.problem.organizations": "Follow at most {most, number} organisations.",
  "site.problem.muted-organizations": "Mute at most {most, number} organisations.",
  "site.problem.max-papers":
    "The number of papers must be a whole number from {least, number} to {most, number}.",
  "site.problem.detail": "Choose one of the options for how much of each paper is shown.",
  "site.problem.min-matches":
    "The number of matches must be a whole number from {least, number} to {most, number}.",
  "site.problem.late-risers": "Choose whether you want late risers: yes or no.",
  "site.problem.fill-up":
    "Choose one of the options for whether your digest is filled up with the edition's top papers.",
  "site.problem.language": "Choose one of the languages on the list.",
  "site.problem.repeats": "Choose whether you want to see papers again: yes or no.",
  "site.problem.pause": "Write the end of the pause as a date such as 2026-07-01.",

  "site.preview.title": "Preview",
  "site.preview.unsavable": "These choices cannot be saved.",
  "site.preview.bounce": "Nothing is sent to your address: email to it came back.",
  "site.preview.complaint": "Nothing is sent to your address: an email to it was reported as spam.",
  "site.preview.provider": "Nothing is sent to your address: our email provider refuses it.",
  "site.preview.operator": "Nothing is sent to your address: the operators of this site stopped email to it.",
  "site.preview.left": "Nothing is sent to your address: you unsubscribed from this list before.",
  "site.preview.erased": "Nothing is sent to your address: you asked for your data to be erased.",
  "site.preview.paused": "Your digests are paused: you'll get nothing before {day}.",
  "site.preview.pending":
    "You'll get nothing until you confirm your address with the link that we emailed you.",
  "site.preview.paused-for-now": "Your digests are paused: you'll get nothing until you resume them.",
  "site.preview.unsubscribed": "You are unsubscribed: you'll get nothing until you subscribe again.",
  "site.preview.no-edition": "No edition has been published yet.",
  "site.preview.another-cadence": "You have chosen other editions than this one.",
  "site.preview.draft-edition":
    "No {cadence, select, daily{daily} weekly{weekly} other{monthly}} edition has been published yet: this is what yours would be from the papers collected so far.",
  "site.preview.topics-unknown":
    "arXiv could not be reached when these papers were collected, so the topics of some are unknown, and your topics could not be applied to them.",
  "site.preview.muted":
    "What you mute or got before leaves no paper of the latest edition, so you would get no digest.",
  "site.preview.no-match": "No paper of the latest edition matches your choices, so you would get no digest.",
  "site.preview.few-matches":
    "Fewer than {count, plural, one{# paper} other{# papers}} of the latest edition match your choices, and you chose to skip editions with fewer, so you would get no digest.",

  "site.view.title": "Nothing for you in this edition",
  "site.view.lede": "With your current preferences, no paper of this edition is left.",
  "site.view.edition": "Read the whole edition",
  "site.view.kept-no-longer": "The papers of this edition",
  "site.view.forgotten":
    "Which of them this digest showed you, and why, is kept no longer. These are the edition’s papers, those at the top first.",
} as const;
