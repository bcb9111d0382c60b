/** Single mails: confirmation, welcome, a link, goodbye. */
export const noticeMessages = {
  "notice.copy": "Or copy this address: <a>{url}</a>",
  "notice.change": "Change what you get",
  "notice.unsubscribe": "Unsubscribe",
  "notice.entered": "You’re receiving this one email because {recipient} was entered in the subscribe form.",

  "confirm.subject": "Confirm your subscription to {brand}",
  "confirm.preheader": "One click, and the trending papers come to your inbox.",
  "confirm.kicker": "One more click",
  "confirm.heading": "Do you want the trending papers in your inbox?",
  "confirm.signed-up":
    "Someone, probably you, signed {recipient} up for {brand}. Confirm your address, and your first digest comes with the next edition.",
  "confirm.action": "Yes, subscribe me",
  "confirm.lasts":
    "The link works for {days, plural, one{a day} other{# days}}. If this wasn’t you, ignore this email: you won’t hear from us again.",

  "welcome.subject": "Welcome to {brand}",
  "welcome.preheader": "Here is the latest edition to start with.",
  "welcome.preheader-alone": "Your first digest is on its way.",
  "welcome.kicker": "You’re subscribed",
  "welcome.heading": "Welcome",
  "welcome.schedule":
    "{cadence, select, daily{Your digest comes every day that has papers} weekdays{Your digest comes from Monday to Friday} weekly{Your digest comes once a week} other{Your digest comes once a month}}, at {time} or soon after ({zone}). It holds the trending papers, ranked by Hugging Face upvotes.",
  "welcome.schedule-at-once":
    "{cadence, select, daily{Your digest comes every day that has papers} weekdays{Your digest comes from Monday to Friday} weekly{Your digest comes once a week} other{Your digest comes once a month}}, as soon as it is out. It holds the trending papers, ranked by Hugging Face upvotes.",
  "welcome.follow":
    "Follow topics, keywords and authors, and the papers that match come first. You can also choose how many papers you get, how much of each, and when.",
  "welcome.latest":
    "{cadence, select, daily{Here is {weekday}’s edition, {period}} weekly{Here is the weekly edition of {period}} other{Here is the edition of {period}}}",
  "welcome.whole-edition": "See the whole edition",
  "welcome.why": "You’re receiving this because you subscribed to {brand} with {recipient}.",

  "link.subject": "Your preferences link for {brand}",
  "link.preheader": "Change what you get and when, or unsubscribe.",
  "link.kicker": "The link you asked for",
  "link.heading": "Here is your preferences link",
  "link.opens":
    "It opens your preferences: the topics, keywords and authors you follow, when the digest comes, how many papers it has and how much of each.",
  "link.action": "Open my preferences",
  "link.secret": "Anyone who has this link can change your preferences, so don’t forward this email.",
  "link.why": "You’re receiving this because a new link was requested for {recipient}.",

  "already.subject": "You’re already subscribed to {brand}",
  "already.kicker": "Nothing has changed",
  "already.heading": "You’re already subscribed",
  "already.entered":
    "{recipient} was entered in the subscribe form, but is subscribed already. If you want something different, change it here.",

  "leaving.subject": "Do you want to unsubscribe from {brand}?",
  "leaving.preheader": "One click unsubscribes you. Without it, nothing changes.",
  "leaving.kicker": "Nothing has changed",
  "leaving.heading": "Do you want to unsubscribe?",
  "leaving.received":
    "We received an email from {recipient} at the address for unsubscribing from {brand}. To unsubscribe, open the link below. If you didn’t write it, ignore this email: nothing changes.",
  "leaving.secret": "Anyone who has these links can change your subscription, so don’t forward this email.",
  "leaving.why": "You’re receiving this because an email came from {recipient}.",
  "leaving.preferences": "Your preferences",

  "goodbye.subject": "You’re unsubscribed from {brand}",
  "goodbye.preheader": "You won’t receive any more digests.",
  "goodbye.kicker": "Unsubscribed",
  "goodbye.heading": "Goodbye",
  "goodbye.ended": "{recipient} won’t receive any more digests. Thank you for reading.",
  "goodbye.undo": "Unsubscribed by mistake? Undo it with one click: your preferences are as you left them.",
  "goodbye.action": "Subscribe me again",
  "goodbye.lasts": "The link works for {days, plural, one{a day} other{# days}}.",
  "goodbye.why": "This is the last email to {recipient}. It confirms that you’re unsubscribed.",
} as const;
