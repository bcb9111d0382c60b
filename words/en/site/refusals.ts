/** What a reader is told when something does not work. */
export const refusalMessages = {
  "site.error.not-found": "Not found",
  "site.error.link": "This link does not work",
  "site.error.too-often": "Too many attempts",
  "site.error.fault": "Something went wrong",
  "site.error.refused": "That does not work",
  "site.error.go-on": "<link>Read the latest papers</link>",
  "site.error.fresh-link": "<fresh>Email me a fresh link</fresh> or <link>read the latest papers</link>.",

  "site.refusal.fault": "Something went wrong on our side. It has been recorded; please try again.",
  "site.refusal.no-page": "There is nothing at this address.",
  "site.refusal.no-cadence": "There are daily, weekly and monthly editions.",
  "site.refusal.no-feed": "There are daily, weekly and monthly feeds.",
  "site.refusal.no-period": "There is no such {cadence, select, daily{day} weekly{week} other{month}}.",
  "site.refusal.future": "That {cadence, select, daily{day} weekly{week} other{month}} has not begun yet.",
  "site.refusal.no-list-page": "This list has no such page.",
  "site.refusal.no-paper": "This paper has not been collected here.",
  "site.refusal.no-edition": "That edition is no longer kept.",
  "site.refusal.not-out": "This edition is not out yet. This link shows it as soon as it is.",
  "site.refusal.wording":
    "What you agree to has changed since this form was made. Read it below, then press the button again.",
  "site.refusal.date": "The date must be a day such as 2026-06-18.",
  "site.refusal.reason": "Choose one of the reasons.",
  "site.refusal.instead": "Choose weekly or a pause.",
  "site.refusal.link-expired": "This link has expired. Ask for a fresh one.",
  "site.refusal.link-broken":
    "This link is incomplete or no longer valid. Copy the whole link from the email, or ask for a fresh one.",
  "site.refusal.too-often":
    "Too many attempts came from your network. Try again in {minutes, plural, one{a minute} other{# minutes}}.",
  "site.refusal.undo-late": "You left some time ago: please subscribe again.",
  "site.refusal.undo-undeliverable":
    "Email to this address does not arrive, so the subscription cannot be resumed.",
  "site.refusal.unreachable":
    "The site cannot reach its database at the moment. Please try again in a minute.",
  "site.refusal.search-slow": "The search took too long. Try fewer words.",
  "site.refusal.foreign-form": "This form was sent from another site. Open the page itself and try again.",

  "site.request.long-address": "This address is too long. Copy the whole link again, or shorten it.",
  "site.request.large": "That is too large: send at most {kilobytes, number} kB.",
  "site.request.slow": "The request took too long to arrive. Send it again.",
  "site.request.broken-off": "The request broke off before its end. Send it again.",
  "site.request.kind": "Send a form (application/x-www-form-urlencoded) or JSON, in UTF-8.",
  "site.request.file": "Send a form with a file (multipart/form-data).",
  "site.request.form": "The form cannot be read.",
  "site.request.no-boundary": "The form cannot be read: its boundary is missing.",
  "site.request.long-head": "The form cannot be read: the head of a part is too long.",
  "site.request.json": "The JSON cannot be read.",
  "site.request.no-object": "Send a JSON object.",
  "site.request.nested": "A field may hold a value or a list of values, and nothing within those.",
  "site.request.many-fields": "A form of this site has at most {most, number} fields: send fewer.",

  "site.address.too-long": "That address cannot be used: it is longer than 254 characters.",
  "site.address.empty": "Enter your email address.",
  "site.address.invisible": "That address cannot be used: it contains invisible characters.",
  "site.address.space": "That address cannot be used: it contains a space.",
  "site.address.no-at": "That address cannot be used: it has no @.",
  "site.address.many-ats": "That address cannot be used: it has more than one @.",
  "site.address.no-local": "That address cannot be used: nothing stands before the @.",
  "site.address.long-local":
    "That address cannot be used: the part before the @ is longer than 64 characters.",
  "site.address.dots":
    "That address cannot be used: before the @, a dot stands at the start, at the end, or twice in a row.",
  "site.address.local":
    "That address cannot be used: it contains a character that cannot stand before the @.",
  "site.address.no-domain": "That address cannot be used: nothing stands after the @.",
  "site.address.domain": "That address cannot be used: what follows the @ is not a domain.",
  "site.address.no-dot": "That address cannot be used: what follows the @ has no dot.",
  "site.address.number": "That address cannot be used: it ends in a number.",
  "site.address.mistyped":
    "The domain looks mistyped. Send the suggestion, or the same again with sure: true.",
  "site.address.accepted": "Check your email for a link to confirm.",
} as const;
