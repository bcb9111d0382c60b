/** Single mails: confirmation, welcome, a link, goodbye. */
export const notices = {
  "confirm.subject": "Confirm your subscription to {brand}",
  "confirm.preheader": "One click, and the trending papers come to your inbox.",
  "confirm.lasts":
    "The link works for {days, plural, one{a day} other{# days}}. If you didn't ask for this, ignore this email and you won't hear from us again.",
} as const;
