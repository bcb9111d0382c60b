import type { noticeMessages as english } from "../en/notices.ts";

/** Single mails: confirmation, welcome, a link, goodbye. */
export const germanNotice: Record<keyof typeof english, string> = {
  "notice.copy": "Oder kopieren Sie diese Adresse: <a>{url}</a>",
  "notice.change": "Einstellungen ändern",
  "notice.unsubscribe": "Abbestellen",
  "notice.entered":
    "Sie erhalten diese eine E-Mail, weil {recipient} in das Anmeldeformular eingetragen wurde.",

  "confirm.subject": "Bestätigen Sie Ihr Abonnement von {brand}",
  "confirm.preheader": "Ein Klick, und die Paper im Trend kommen in Ihr Postfach.",
  "confirm.kicker": "Noch ein Klick",
  "confirm.heading": "Möchten Sie die Paper im Trend in Ihrem Postfach?",
  "confirm.signed-up":
    "Jemand, vermutlich Sie selbst, hat {recipient} für {brand} angemeldet. Bestätigen Sie Ihre Adresse, und Ihr erster Digest kommt mit der nächsten Ausgabe.",
  "confirm.action": "Ja, ich möchte den Digest",
  "confirm.lasts":
    "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail: Sie hören nicht wieder von uns.",

  "welcome.subject": "Willkommen bei {brand}",
  "welcome.preheader": "Hier ist zum Einstieg die neueste Ausgabe.",
  "welcome.preheader-alone": "Ihr erster Digest ist unterwegs.",
  "welcome.kicker": "Sie haben abonniert",
  "welcome.heading": "Willkommen",
  "welcome.schedule":
    "{cadence, select, daily{Ihr Digest kommt an jedem Tag, an dem es Paper gibt} weekdays{Ihr Digest kommt von Montag bis Freitag} weekly{Ihr Digest kommt einmal in der Woche} other{Ihr Digest kommt einmal im Monat}}, um {time} Uhr oder kurz danach ({zone}). Er enthält die Paper im Trend, nach Upvotes auf Hugging Face geordnet.",
  "welcome.schedule-at-once":
    "{cadence, select, daily{Ihr Digest kommt an jedem Tag, an dem es Paper gibt} weekdays{Ihr Digest kommt von Montag bis Freitag} weekly{Ihr Digest kommt einmal in der Woche} other{Ihr Digest kommt einmal im Monat}}, sobald er da ist. Er enthält die Paper im Trend, nach Upvotes auf Hugging Face geordnet.",
  "welcome.follow":
    "Verfolgen Sie Themen, Stichwörter und Autoren, und passende Paper stehen zuerst. Sie können auch wählen, wie viele Paper Sie bekommen, wie viel von jedem und wann.",
  "welcome.latest":
    "{cadence, select, daily{Hier ist die Ausgabe vom {weekday}, dem {period}} weekly{Hier ist die Wochenausgabe vom {period}} other{Hier ist die Ausgabe vom {period}}}",
  "welcome.whole-edition": "Die ganze Ausgabe ansehen",
  "welcome.why": "Sie erhalten diese E-Mail, weil Sie {brand} mit {recipient} abonniert haben.",

  "link.subject": "Ihr Link zu den Einstellungen von {brand}",
  "link.preheader": "Ändern Sie, was Sie wann bekommen, oder bestellen Sie ab.",
  "link.kicker": "Der Link, den Sie angefordert haben",
  "link.heading": "Hier ist der Link zu Ihren Einstellungen",
  "link.opens":
    "Er öffnet Ihre Einstellungen: die Themen, Stichwörter und Autoren, die Sie verfolgen, wann der Digest kommt, wie viele Paper er hat und wie viel von jedem.",
  "link.action": "Meine Einstellungen öffnen",
  "link.secret":
    "Wer diesen Link hat, kann Ihre Einstellungen ändern. Leiten Sie diese E-Mail deshalb nicht weiter.",
  "link.why": "Sie erhalten diese E-Mail, weil für {recipient} ein neuer Link angefordert wurde.",

  "already.subject": "Sie haben {brand} bereits abonniert",
  "already.kicker": "Nichts hat sich geändert",
  "already.heading": "Sie haben bereits abonniert",
  "already.entered":
    "{recipient} wurde in das Anmeldeformular eingetragen, hat aber bereits abonniert. Wenn Sie etwas anderes möchten, ändern Sie es hier.",

  "leaving.subject": "Möchten Sie {brand} abbestellen?",
  "leaving.preheader": "Mit einem Klick bestellen Sie ab. Ohne ihn ändert sich nichts.",
  "leaving.kicker": "Nichts hat sich geändert",
  "leaving.heading": "Möchten Sie abbestellen?",
  "leaving.received":
    "An die Adresse zum Abbestellen von {brand} kam eine E-Mail von {recipient}. Um abzubestellen, öffnen Sie den Link unten. Wenn Sie sie nicht geschrieben haben, ignorieren Sie diese E-Mail: Es ändert sich nichts.",
  "leaving.secret":
    "Wer diese Links hat, kann Ihr Abonnement ändern. Leiten Sie diese E-Mail deshalb nicht weiter.",
  "leaving.why": "Sie erhalten diese E-Mail, weil eine E-Mail von {recipient} kam.",
  "leaving.preferences": "Ihre Einstellungen",

  "goodbye.subject": "Sie haben {brand} abbestellt",
  "goodbye.preheader": "Sie erhalten keine Digests mehr.",
  "goodbye.kicker": "Abbestellt",
  "goodbye.heading": "Auf Wiedersehen",
  "goodbye.ended": "{recipient} erhält keine Digests mehr. Danke fürs Lesen.",
  "goodbye.undo":
    "Versehentlich abbestellt? Machen Sie es mit einem Klick rückgängig: Ihre Einstellungen sind noch wie zuvor.",
  "goodbye.action": "Wieder abonnieren",
  "goodbye.lasts": "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}.",
  "goodbye.why": "Dies ist die letzte E-Mail an {recipient}. Sie bestätigt, dass Sie abbestellt haben.",
};
