import type { subscribingMessages as english } from "../../en/site/subscribing.ts";

/** Asking for a subscription, confirming it, and leaving. */
export const germanSubscribing: Record<keyof typeof english, string> = {
  "site.subscribe.title": "Abonnieren",
  "site.subscribe.lede":
    "Die Paper im Trend in Ihrem Postfach. Wir senden Ihnen einen Link und nichts weiter, bis Sie ihn öffnen.",
  "site.subscribe.again": "Schon abonniert? <link>Senden Sie mir den Link zu meinen Einstellungen</link>",
  "site.subscribe.trap": "Lassen Sie dieses Feld leer",
  "site.subscribe.kept": "{consent} <link>Was gespeichert wird</link>",

  "site.check.title": "Sehen Sie in Ihr Postfach",
  "site.check.lede":
    "Wir haben einen Link an die angegebene Adresse gesendet. Öffnen Sie ihn, um Ihr Abonnement zu beginnen.",
  "site.check.note":
    "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}. Wenn in einigen Minuten nichts ankommt, sehen Sie im Spam-Ordner nach, oder fragen Sie in {minutes, plural, one{einer Minute} other{# Minuten}} noch einmal: In dieser Zeit bekommt eine Adresse höchstens eine solche E-Mail.",

  "site.typo.title": "Stimmt diese Adresse?",
  "site.typo.question": "Sie haben <b>{email}</b> geschrieben. Meinten Sie <b>{suggestion}</b>?",
  "site.typo.yes": "Ja, {suggestion} verwenden",
  "site.typo.no": "Nein, {email} stimmt",

  "site.confirm.title": "Noch ein Klick",
  "site.confirm.lede": "Wir senden den Digest der Paper im Trend an <b>{email}</b>.",
  "site.confirm.note": "Nicht von Ihnen? Schließen Sie diese Seite, und Sie hören nicht wieder von uns.",
  "site.confirmed.title": "Sie haben abonniert",
  "site.confirmed.lede":
    "Eine Begrüßungsmail ist unterwegs. Ihr erster Digest kommt mit der nächsten Ausgabe.",
  "site.confirmed.choose": "Themen, Uhrzeit und Länge wählen",
  "site.confirmed.before": "Dieser Link wurde schon benutzt: Sie haben abonniert.",
  "site.confirmed.link": "Den Link zu meinen Einstellungen senden",

  "site.leave.question": "Keinen Digest mehr an <b>{email}</b> senden? Noch hat sich nichts geändert.",
  "site.leave.less": "Oder seltener bekommen",
  "site.leave.weekly": "Lieber einmal in der Woche",
  "site.leave.pause": "Einen Monat pausieren",
  "site.left.title": "Sie haben abbestellt",
  "site.left.plain": "Sie haben abbestellt.",
  "site.left.lede": "Sie erhalten keine Digests mehr. Danke fürs Lesen.",
  "site.left.before": "Sie haben bereits abbestellt: Sie erhalten keine Digests mehr.",
  "site.left.undo": "Versehentlich abbestellt?",
  "site.left.why": "Warum gehen Sie? (freiwillig)",
  "site.left.too-many": "Zu viele E-Mails",
  "site.left.not-relevant": "Die Paper passen nicht zu mir",
  "site.left.read-elsewhere": "Ich lese sie anderswo",
  "site.left.never-asked": "Ich habe mich nie angemeldet",
  "site.left.other": "Etwas anderes",
  "site.left.thanks": "Danke",
  "site.left.thanks-lede": "Ihre Antwort hilft uns, besser zu werden. Sie bleiben abgemeldet.",
  "site.less.weekly": "Sie erhalten den Digest von nun an einmal in der Woche.",
  "site.less.pause": "Sie erhalten bis zum {day} nichts.",
  "site.less.preferences": "Alle Einstellungen ansehen",
  "site.undo.title": "Zurückkommen?",
  "site.undo.lede": "Wir senden den Digest wieder wie zuvor an <b>{email}</b>.",
  "site.undo.done": "Willkommen zurück. Sie erhalten den Digest wie zuvor.",
  "site.undo.paused": "Willkommen zurück. Ihre Pause dauert bis zum {day}.",
};
