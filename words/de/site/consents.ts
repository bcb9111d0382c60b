import type { consentMessages as english } from "../../en/site/consents.ts";

/**
 * What a reader agrees to, as it is shown and as it is kept with the consent. A change here alters what is shown from
 * then on; consents of before keep their own text.
 */
export const germanConsent: Record<keyof typeof english, string> = {
  "site.consent.subscribe":
    "Ich möchte den Digest der Paper im Trend von {brand} abonnieren. Ich kann ihn mit einem Link in jeder E-Mail ändern oder beenden.",
  "site.consent.confirm": "Ja, senden Sie mir den Digest",
  "site.consent.unsubscribe": "Senden Sie mir keinen Digest mehr",
  "site.consent.undo": "Senden Sie mir den Digest wieder",
  "site.consent.address-ask": "Meine Adresse ändern",
  "site.consent.address-allow": "Ja, mein Abonnement auf die neue Adresse umstellen",
  "site.consent.address-confirm": "Ja, den Digest an diese Adresse senden",
  "site.consent.address-stop": "Nein, meine bisherige Adresse behalten",
};
