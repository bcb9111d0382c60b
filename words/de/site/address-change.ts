import type { addressChangeMessages as english } from "../../en/site/address-change.ts";

/** The pages of a change of address. */
export const germanAddressChange: Record<keyof typeof english, string> = {
  "site.address-change.title": "Ihre Adresse ändern",
  "site.address-change.link": "Ihre Adresse ändern",
  "site.address-change.lede":
    "Ihre Digests gehen an <b>{email}</b>. Geben Sie die Adresse ein, an die sie gehen sollen.",
  "site.address-change.both":
    "Beide Adressen bekommen einen Link. Die Adresse ändert sich, sobald Sie innerhalb {days, plural, one{eines Tages} other{von # Tagen}} bei beiden die Schaltfläche gedrückt haben.",
  "site.address-change.field": "Neue E-Mail-Adresse",
  "site.address-change.locked-out":
    "Können Sie E-Mails an {email} nicht mehr lesen? Dann kann diese Adresse die Änderung nicht erlauben: <subscribe>Abonnieren Sie mit Ihrer neuen Adresse</subscribe> und bestellen Sie diese <back>auf der Seite mit Ihren Einstellungen</back> ab.",
  "site.address-change.open":
    "Am {day} haben Sie <b>{address}</b> angegeben. {waits, select, both{Beide Adressen müssen} old{Ihre bisherige Adresse muss} other{Die neue Adresse muss}} noch zustimmen. Eine neue Angabe ersetzt diese.",
  "site.address-change.same": "Ihre Digests gehen schon an diese Adresse.",
  "site.address-change.limited":
    "Ihre bisherige Adresse hat gerade eben eine E-Mail bekommen oder heute schon viele. Versuchen Sie es in zehn Minuten noch einmal oder morgen.",
  "site.address-change.unreachable":
    "E-Mails an Ihre bisherige Adresse kommen nicht an; sie kann die Änderung deshalb nicht erlauben. Abonnieren Sie stattdessen mit der neuen Adresse.",
  "site.address-change.not-reading":
    "Nur ein bestätigtes Abonnement, das Sie nicht abbestellt haben, lässt sich umstellen.",
  "site.address-change.sent":
    "Wir haben einen Link an {email} gesendet und einen an die neue Adresse. Öffnen Sie beide und drücken Sie dort die Schaltfläche: Dann ändert sich die Adresse. Wenn eine E-Mail nach zehn Minuten nicht da ist, sehen Sie im Spam-Ordner nach, oder versuchen Sie es noch einmal.",
  "site.address-change.preferences": "Zurück zu Ihren Einstellungen",
  "site.address-change.stopped-title": "Die Änderung ist gestoppt",
  "site.address-change.stopped": "Ihre Digests gehen weiter an <b>{email}</b>.",
  "site.address-change.nothing-to-stop":
    "Es gibt keine Änderung der Adresse zu stoppen. Ihre Digests gehen an <b>{email}</b>.",

  "site.address-allow.title": "Ihr Abonnement umstellen?",
  "site.address-allow.lede":
    "Ihre Digests gehen an <b>{email}</b>. Sie gehen an <b>{address}</b>, sobald Sie es hier erlauben und jene Adresse es bestätigt.",
  "site.address-confirm.title": "Ihre Digests hier empfangen?",
  "site.address-confirm.lede":
    "Ihre Digests kommen an <b>{address}</b>, sobald Sie es hier bestätigen und die bisherige Adresse es erlaubt.",
  "site.address-waits.title": "Noch eine Zustimmung",
  "site.address-waits.new":
    "Danke. Die Adresse ändert sich, sobald auch der Link an die neue Adresse bestätigt ist.",
  "site.address-waits.old":
    "Danke. Die Adresse ändert sich, sobald auch der Link an die bisherige Adresse bestätigt ist.",
  "site.address-done.title": "Ihre Adresse ist geändert",
  "site.address-done.lede":
    "Ihre Digests gehen an <b>{email}</b>. Eine E-Mail, die schon unterwegs war, kann noch an die bisherige Adresse kommen.",
  "site.address-gone.title": "Nichts hat sich geändert",
  "site.address-gone.lede":
    "Diese Änderung ist nicht mehr offen: Sie wurde gestoppt, eine spätere ist an ihre Stelle getreten, oder das Abonnement ist beendet.",
  "site.address-gone.taken":
    "Die neue Adresse hat inzwischen ein eigenes Abonnement; dieses bleibt deshalb, wo es ist.",
  "site.address-gone.suppressed":
    "E-Mails an die neue Adresse kommen nicht an oder wurden gestoppt; Ihr Abonnement bleibt deshalb, wo es ist.",

  "site.link.locked-out":
    "Können Sie E-Mails an diese Adresse nicht mehr lesen? <subscribe>Abonnieren Sie mit Ihrer neuen</subscribe>; Digests an eine Adresse, die es nicht mehr gibt, enden von selbst.",
};
