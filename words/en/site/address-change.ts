/** The pages of a change of address. */
export const addressChangeMessages = {
  "site.address-change.title": "Change your address",
  "site.address-change.link": "Change your address",
  "site.address-change.lede": "Your digests go to <b>{email}</b>. Enter the address to which they should go.",
  "site.address-change.both":
    "Both addresses are emailed a link. The address changes once you have pressed the button at both, within {days, plural, one{a day} other{# days}}.",
  "site.address-change.field": "New email address",
  "site.address-change.locked-out":
    "Can you no longer read email at {email}? Then it cannot allow the change: <subscribe>subscribe with your new address</subscribe> and unsubscribe this one <back>on your preferences page</back>.",
  "site.address-change.open":
    "You asked for <b>{address}</b> on {day}. {waits, select, both{Both addresses have} old{Your present address has} other{The new address has}} yet to say yes. Asking again replaces this.",
  "site.address-change.same": "Your digests go to this address already.",
  "site.address-change.limited":
    "Your present address was emailed a moment ago, or often today. Ask again in ten minutes, or tomorrow.",
  "site.address-change.unreachable":
    "Email to your present address does not arrive, so it cannot allow the change. Subscribe with the new address instead.",
  "site.address-change.not-reading": "Only a confirmed subscription that you have not left can move.",
  "site.address-change.sent":
    "We sent a link to {email} and one to the new address. Open both and press their buttons: then the address changes. If an email does not arrive within ten minutes, check your spam folder, or ask again.",
  "site.address-change.preferences": "Back to your preferences",
  "site.address-change.stopped-title": "The change is stopped",
  "site.address-change.stopped": "Your digests go on to <b>{email}</b>.",
  "site.address-change.nothing-to-stop":
    "There is no change of address to stop. Your digests go to <b>{email}</b>.",

  "site.address-allow.title": "Move your subscription?",
  "site.address-allow.lede":
    "Your digests go to <b>{email}</b>. They will go to <b>{address}</b> once you allow it here and that address confirms it.",
  "site.address-confirm.title": "Receive your digests here?",
  "site.address-confirm.lede":
    "Your digests will come to <b>{address}</b> once you confirm it here and the former address allows it.",
  "site.address-waits.title": "One more yes",
  "site.address-waits.new":
    "Thank you. The address changes once the link that we emailed to the new address is confirmed too.",
  "site.address-waits.old":
    "Thank you. The address changes once the link that we emailed to the former address is confirmed too.",
  "site.address-done.title": "Your address is changed",
  "site.address-done.lede":
    "Your digests go to <b>{email}</b>. An email that was already on its way may still reach the former address.",
  "site.address-gone.title": "Nothing has changed",
  "site.address-gone.lede":
    "This change is not open any more: it was stopped, or a later one has taken its place, or the subscription has ended.",
  "site.address-gone.taken":
    "The new address has its own subscription by now, so this one stays where it is.",
  "site.address-gone.suppressed":
    "Email to the new address does not arrive or was stopped, so your subscription stays where it is.",

  "site.link.locked-out":
    "Can you no longer read email at that address? <subscribe>Subscribe with your new one</subscribe>; digests to an address that no longer exists stop by themselves.",
} as const;
