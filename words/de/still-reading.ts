import type { stillReadingMessages as english } from "../en/still-reading.ts";

/** The mail that asks whether somebody still reads, its page, and the pause that comes without an answer. */
export const germanStillReading: Record<keyof typeof english, string> = {
  "still-reading.subject": "Lesen Sie {brand} noch?",
  "still-reading.preheader": "Ein Klick, und Ihre Digests kommen weiter.",
  "still-reading.kicker": "Eine Frage",
  "still-reading.heading": "Möchten Sie Ihre Digests noch?",
  "still-reading.silent":
    "Seit {days, number} Tagen ist kein Link in Ihren Digests geöffnet und kein Paper markiert worden. Vielleicht reichen Ihnen die Titel: Dann kommen die Digests mit einem Klick weiter wie bisher.",
  "still-reading.pause":
    "Wenn wir innerhalb {days, plural, one{eines Tages} other{von # Tagen}} nichts von Ihnen hören, pausieren wir Ihre Digests. Gelöscht wird nichts: Ihr Abonnement bleibt mit allem, was Sie gewählt haben, und Sie können die Pause jederzeit beenden.",
  "still-reading.action": "Ja, gern weiter",
  "still-reading.also":
    "Auch ein geöffneter Link in einem Digest oder gespeicherte Einstellungen sind eine Antwort. Wir fragen nur einmal: Ohne Antwort ist dies die letzte E-Mail, bis Sie die Pause beenden.",

  "site.still-reading.title": "Möchten Sie Ihre Digests noch?",
  "site.still-reading.lede": "Ihre Digests gehen an <b>{email}</b>.",
  "site.still-reading.button": "Ja, gern weiter",
  "site.still-reading.instead":
    "Oder <preferences>wählen Sie weniger</preferences> oder <leave>bestellen Sie ab</leave>.",
  "site.still-reading.kept-title": "Danke, dass Sie lesen",
  "site.still-reading.kept": "Ihre Digests kommen weiter an <b>{email}</b>.",
  "site.still-reading.own-pause":
    "Ihre Digests an <b>{email}</b> sind pausiert, wie Sie es gewählt haben. Beenden können Sie die Pause <preferences>in Ihren Einstellungen</preferences>.",
  "site.still-reading.left":
    "<b>{email}</b> hat kein Abonnement mehr; es hat sich also nichts geändert. Sie können <subscribe>wieder abonnieren</subscribe>.",
  "site.still-reading.paused":
    "Ihre Digests sind pausiert, weil wir lange nichts von Ihnen gehört hatten und auf unsere E-Mail vom {day} keine Antwort kam. Alles, was Sie gewählt haben, ist geblieben.",
};
