import type { refusalMessages as english } from "../../en/site/refusals.ts";

/** What a reader is told when something does not work. */
export const germanRefusal: Record<keyof typeof english, string> = {
  "site.error.not-found": "Nicht gefunden",
  "site.error.link": "Dieser Link funktioniert nicht",
  "site.error.too-often": "Zu viele Versuche",
  "site.error.fault": "Etwas ist schiefgegangen",
  "site.error.refused": "Das geht nicht",
  "site.error.go-on": "<link>Die neuesten Paper lesen</link>",
  "site.error.fresh-link":
    "<fresh>Senden Sie mir einen neuen Link</fresh>, oder <link>lesen Sie die neuesten Paper</link>.",

  "site.refusal.fault":
    "Bei uns ist etwas schiefgegangen. Es wurde festgehalten; bitte versuchen Sie es noch einmal.",
  "site.refusal.no-page": "Unter dieser Adresse gibt es nichts.",
  "site.refusal.no-cadence": "Es gibt tägliche, wöchentliche und monatliche Ausgaben.",
  "site.refusal.no-feed": "Es gibt tägliche, wöchentliche und monatliche Feeds.",
  "site.refusal.no-period":
    "{cadence, select, daily{Diesen Tag} weekly{Diese Woche} other{Diesen Monat}} gibt es nicht.",
  "site.refusal.future":
    "{cadence, select, daily{Dieser Tag} weekly{Diese Woche} other{Dieser Monat}} hat noch nicht begonnen.",
  "site.refusal.no-list-page": "Diese Liste hat keine solche Seite.",
  "site.refusal.no-paper": "Dieses Paper wurde hier nicht gesammelt.",
  "site.refusal.no-edition": "Diese Ausgabe wird nicht mehr aufbewahrt.",
  "site.refusal.not-out":
    "Diese Ausgabe ist noch nicht erschienen. Dieser Link zeigt sie, sobald sie es ist.",
  "site.refusal.wording":
    "Der Text, dem Sie zustimmen, hat sich geändert, seit es dieses Formular gibt. Lesen Sie ihn unten und drücken Sie den Knopf dann noch einmal.",
  "site.refusal.date": "Das Datum muss ein Tag wie 2026-06-18 sein.",
  "site.refusal.reason": "Wählen Sie einen der Gründe.",
  "site.refusal.instead": "Wählen Sie wöchentlich oder eine Pause.",
  "site.refusal.link-expired": "Dieser Link ist abgelaufen. Fordern Sie einen neuen an.",
  "site.refusal.link-broken":
    "Dieser Link ist unvollständig oder gilt nicht mehr. Kopieren Sie den ganzen Link aus der E-Mail, oder fordern Sie einen neuen an.",
  "site.refusal.too-often":
    "Aus Ihrem Netz kamen zu viele Versuche. Versuchen Sie es in {minutes, plural, one{einer Minute} other{# Minuten}} wieder.",
  "site.refusal.undo-late": "Sie haben vor einiger Zeit abbestellt: Bitte abonnieren Sie neu.",
  "site.refusal.undo-undeliverable":
    "E-Mails an diese Adresse kommen nicht an, daher lässt sich das Abonnement nicht fortsetzen.",
  "site.refusal.unreachable":
    "Die Seite erreicht gerade ihre Datenbank nicht. Bitte versuchen Sie es in einer Minute wieder.",
  "site.refusal.search-slow": "Die Suche dauerte zu lange. Versuchen Sie es mit weniger Wörtern.",
  "site.refusal.foreign-form":
    "Dieses Formular wurde von einer anderen Seite gesendet. Öffnen Sie die Seite selbst, und versuchen Sie es noch einmal.",

  "site.request.long-address":
    "Diese Adresse ist zu lang. Kopieren Sie den ganzen Link noch einmal, oder kürzen Sie ihn.",
  "site.request.large": "Das ist zu groß: Senden Sie höchstens {kilobytes, number} kB.",
  "site.request.slow": "Die Anfrage brauchte zu lange. Senden Sie sie noch einmal.",
  "site.request.broken-off": "Die Anfrage brach vor ihrem Ende ab. Senden Sie sie noch einmal.",
  "site.request.kind": "Senden Sie ein Formular (application/x-www-form-urlencoded) oder JSON, in UTF-8.",
  "site.request.file": "Senden Sie ein Formular mit einer Datei (multipart/form-data).",
  "site.request.form": "Das Formular lässt sich nicht lesen.",
  "site.request.no-boundary": "Das Formular lässt sich nicht lesen: Seine Grenze (boundary) fehlt.",
  "site.request.long-head": "Das Formular lässt sich nicht lesen: Der Kopf eines Teils ist zu lang.",
  "site.request.json": "Das JSON lässt sich nicht lesen.",
  "site.request.no-object": "Senden Sie ein JSON-Objekt.",
  "site.request.nested":
    "Ein Feld darf einen Wert oder eine Liste von Werten enthalten, und darin nichts weiter.",
  "site.request.many-fields":
    "Ein Formular dieser Seite hat höchstens {most, number} Felder: Senden Sie weniger.",

  "site.address.too-long": "Diese Adresse geht nicht: Sie ist länger als 254 Zeichen.",
  "site.address.empty": "Geben Sie Ihre E-Mail-Adresse ein.",
  "site.address.invisible": "Diese Adresse geht nicht: Sie enthält unsichtbare Zeichen.",
  "site.address.space": "Diese Adresse geht nicht: Sie enthält ein Leerzeichen.",
  "site.address.no-at": "Diese Adresse geht nicht: Sie hat kein @.",
  "site.address.many-ats": "Diese Adresse geht nicht: Sie hat mehr als ein @.",
  "site.address.no-local": "Diese Adresse geht nicht: Vor dem @ steht nichts.",
  "site.address.long-local": "Diese Adresse geht nicht: Der Teil vor dem @ ist länger als 64 Zeichen.",
  "site.address.dots":
    "Diese Adresse geht nicht: Vor dem @ steht ein Punkt am Anfang, am Ende oder zweimal hintereinander.",
  "site.address.local": "Diese Adresse geht nicht: Sie enthält ein Zeichen, das vor dem @ nicht stehen kann.",
  "site.address.no-domain": "Diese Adresse geht nicht: Nach dem @ steht nichts.",
  "site.address.domain": "Diese Adresse geht nicht: Was auf das @ folgt, ist keine Domain.",
  "site.address.no-dot": "Diese Adresse geht nicht: Was auf das @ folgt, hat keinen Punkt.",
  "site.address.number": "Diese Adresse geht nicht: Sie endet mit einer Zahl.",
  "site.address.mistyped":
    "Die Domain sieht nach einem Tippfehler aus. Senden Sie den Vorschlag oder dasselbe noch einmal mit sure: true.",
  "site.address.accepted": "Ein Link zur Bestätigung ist in Ihrem Postfach.",
};
