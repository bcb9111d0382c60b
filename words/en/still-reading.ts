/** The mail that asks whether somebody still reads, its page, and the pause that comes without an answer. */
export const stillReadingMessages = {
  "still-reading.subject": "Do you still read {brand}?",
  "still-reading.preheader": "One click keeps your digests coming.",
  "still-reading.kicker": "A question",
  "still-reading.heading": "Do you still want your digests?",
  "still-reading.silent":
    "For {days, number} days no link in your digests was followed and no paper marked. Perhaps their titles were all you wanted: then one click keeps them coming as they are.",
  "still-reading.pause":
    "If we don’t hear from you within {days, plural, one{a day} other{# days}}, we’ll pause your digests. Nothing will be deleted: you stay subscribed with all that you chose, and you can resume at any time.",
  "still-reading.action": "Yes, keep them coming",
  "still-reading.also":
    "Following any link in a digest or saving your preferences is an answer too. We ask only once: without an answer, this is the last email until you resume.",

  "site.still-reading.title": "Do you still want your digests?",
  "site.still-reading.lede": "Your digests go to <b>{email}</b>.",
  "site.still-reading.button": "Yes, keep them coming",
  "site.still-reading.instead":
    "Or <preferences>choose less of them</preferences> or <leave>unsubscribe</leave>.",
  "site.still-reading.kept-title": "Thank you for reading",
  "site.still-reading.kept": "Your digests keep coming to <b>{email}</b>.",
  "site.still-reading.own-pause":
    "Your digests to <b>{email}</b> are paused, as you chose. You can end the pause <preferences>in your preferences</preferences>.",
  "site.still-reading.left":
    "<b>{email}</b> is not subscribed any more, so nothing has changed. You can <subscribe>subscribe again</subscribe>.",
  "site.still-reading.paused":
    "Your digests are paused, since we had heard nothing from you for a long time and you didn’t answer our email of {day}. All that you chose is as it was.",
} as const;
