import type { addressNoticeMessages as english } from "../en/address-notices.ts";

/** The two mails about a change of address: to the present one, and to the new one. */
export const germanAddressNotice: Record<keyof typeof english, string> = {
  "address-change.subject": "Die Adresse Ihres Abonnements von {brand} ändern?",
  "address-change.preheader": "Ohne Ihre Zustimmung ändert sich nichts.",
  "address-change.kicker": "Nichts hat sich geändert",
  "address-change.heading": "Möchten Sie Ihre Adresse ändern?",
  "address-change.asked":
    "Jemand mit dem Link zu Ihren Einstellungen, vermutlich Sie selbst, möchte Ihr Abonnement von {brand} von {recipient} auf die Adresse unten umstellen. Das geschieht, sobald Sie es hier erlauben und die neue Adresse es bestätigt.",
  "address-change.new": "Neue Adresse",
  "address-change.allow": "Änderung erlauben oder stoppen",
  "address-change.stop": "Änderung stoppen",
  "address-change.lasts":
    "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}. Wenn Sie das nicht waren, stoppen Sie die Änderung: Ohne diesen Link kann niemand Ihr Abonnement umstellen.",
  "address-change.why": "Sie erhalten diese E-Mail, weil {recipient} die Adresse dieses Abonnements ist.",

  "address-confirm.subject": "Bestätigen Sie Ihre neue Adresse für {brand}",
  "address-confirm.preheader": "Ein Klick, und Ihre Digests kommen hierher.",
  "address-confirm.kicker": "Noch ein Klick",
  "address-confirm.heading": "Möchten Sie Ihre Digests an dieser Adresse empfangen?",
  "address-confirm.asked":
    "Jemand, vermutlich Sie selbst, möchte ein Abonnement von {brand} auf {recipient} umstellen. Das geschieht, sobald Sie es hier bestätigen und die bisherige Adresse es erlaubt.",
  "address-confirm.action": "Diese Adresse bestätigen",
  "address-confirm.lasts":
    "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail: Es ändert sich nichts.",
  "address-confirm.why":
    "Sie erhalten diese eine E-Mail, weil {recipient} als neue Adresse eines Abonnements eingetragen wurde.",

  "address-taken.subject": "{brand}: Diese Adresse hat ein eigenes Abonnement",
  "address-taken.preheader": "Nichts hat sich geändert.",
  "address-taken.kicker": "Nichts hat sich geändert",
  "address-taken.heading": "Diese Adresse hat ein eigenes Abonnement",
  "address-taken.asked":
    "Jemand, vermutlich Sie selbst, möchte ein Abonnement von {brand} auf {recipient} umstellen. Diese Adresse hat schon ein eigenes oder hatte eines und hat es abbestellt. Deshalb ändert sich nichts. Wählen Sie hier, was sie bekommt.",
};
