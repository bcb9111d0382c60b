/** The two mails about a change of address: to the present one, and to the new one. */
export const addressNoticeMessages = {
  "address-change.subject": "Change the address of your {brand} subscription?",
  "address-change.preheader": "Nothing changes unless you allow it.",
  "address-change.kicker": "Nothing has changed",
  "address-change.heading": "Do you want to change your address?",
  "address-change.asked":
    "Someone with the link to your preferences, probably you, asked to move your subscription of {brand} from {recipient} to the address below. It moves once you allow it here and the new address confirms it.",
  "address-change.new": "New address",
  "address-change.allow": "Allow or stop the change",
  "address-change.stop": "Stop the change",
  "address-change.lasts":
    "The link works for {days, plural, one{a day} other{# days}}. If this wasn’t you, stop the change: nobody can move your subscription without this link.",
  "address-change.why": "You’re receiving this because {recipient} is the address of this subscription.",

  "address-confirm.subject": "Confirm your new address for {brand}",
  "address-confirm.preheader": "One click, and your digests come here.",
  "address-confirm.kicker": "One more click",
  "address-confirm.heading": "Do you want your digests at this address?",
  "address-confirm.asked":
    "Someone, probably you, asked to move a subscription of {brand} to {recipient}. It moves once you confirm it here and the former address allows it.",
  "address-confirm.action": "Confirm this address",
  "address-confirm.lasts":
    "The link works for {days, plural, one{a day} other{# days}}. If this wasn’t you, ignore this email: nothing changes.",
  "address-confirm.why":
    "You’re receiving this one email because {recipient} was entered as the new address of a subscription.",

  "address-taken.subject": "{brand}: this address has its own subscription",
  "address-taken.preheader": "Nothing has changed.",
  "address-taken.kicker": "Nothing has changed",
  "address-taken.heading": "This address has its own subscription",
  "address-taken.asked":
    "Someone, probably you, asked to move a subscription of {brand} to {recipient}. This address has its own already, or had one and left, so nothing changes. Choose here what it gets.",
} as const;
