/**
 * What a reader agrees to, as it is shown and as it is kept with the consent. A change here alters what is shown from
 * then on; consents of before keep their own text.
 */
export const consentMessages = {
  "site.consent.subscribe":
    "Subscribe me to {brand}'s digest of trending papers. I can change or end it with a link in every email.",
  "site.consent.confirm": "Yes, send me the digest",
  "site.consent.unsubscribe": "Stop sending me the digest",
  "site.consent.undo": "Send me the digest again",
  "site.consent.address-ask": "Change my address",
  "site.consent.address-allow": "Yes, move my subscription to the new address",
  "site.consent.address-confirm": "Yes, send me the digest at this address",
  "site.consent.address-stop": "No, keep my present address",
} as const;
