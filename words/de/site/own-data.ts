import type { ownDataMessages as english } from "../../en/site/own-data.ts";

/** A reader's own data: to take, to erase, and what is kept at all. */
export const germanOwnData: Record<keyof typeof english, string> = {
  "site.erase.title": "Alles löschen",
  "site.erase.lede":
    "Das beendet das Abonnement von <b>{email}</b> und entfernt Ihre Adresse, Ihre Einstellungen und Ihren Verlauf. Es lässt sich nicht rückgängig machen.",
  "site.erase.stays":
    "Eines bleibt: ein Fingerabdruck (Hash) Ihrer Adresse, aus dem sich die Adresse nicht zurückgewinnen lässt. Er verhindert, dass andere Ihre Adresse wieder eintragen. Sie selbst können weiterhin abonnieren.",
  "site.erase.browser":
    "Paper, die Ihr Browser selbst behält, bleiben in ihm, bis Sie sie auf der Seite der <link>Leseliste</link> entfernen.",
  "site.erase.button": "Alles über mich löschen",
  "site.erase.instead":
    "<download>Laden Sie vorher herunter, was gespeichert ist</download>, oder <back>gehen Sie zurück zu Ihren Einstellungen</back>",
  "site.erased.title": "Gelöscht",
  "site.erased.lede":
    "Ihre Daten sind gelöscht, bis auf den zuvor beschriebenen Fingerabdruck. Sie erhalten keine E-Mails mehr.",

  "site.link.lede":
    "Es gibt kein Passwort. Jeder Digest enthält einen Link zu Ihren Einstellungen. Wenn Sie keinen zur Hand haben, senden wir Ihnen einen neuen.",
  "site.link.button": "Link zusenden",
  "site.link.sent": "Wenn diese Adresse abonniert hat, ist ein Link zu ihren Einstellungen unterwegs.",

  "site.privacy.title": "Datenschutz",
  "site.privacy.lede":
    "Um Ihnen einen Digest zu senden, müssen wir Ihre Adresse kennen und was Sie darin möchten. Das ist alles, was wir speichern.",
  "site.privacy.kept": "Was gespeichert wird",
  "site.privacy.kept-address":
    "<b>Ihre Adresse</b> und was Sie gewählt haben: Zeitzone, Uhrzeit, wie oft, Themen, Stichwörter, Autoren, Organisationen, Länge, Sprache.",
  "site.privacy.kept-consent":
    "<b>Wann Sie zugestimmt haben</b>, wo, und welchen Worten; und wann Sie gegangen sind, mit Ihrem Grund, wenn Sie einen genannt haben.",
  "site.privacy.kept-digests":
    "<b>Welche Digests Ihnen gesendet wurden</b>, wann, mit welchen Papern und wegen welcher Ihrer Angaben, damit eine E-Mail im Browser dasselbe zeigt und Ihnen kein Paper zweimal gesendet wird; und was unser E-Mail-Anbieter gemeldet hat: zugestellt, zurückgekommen, als Spam markiert; und, wo der Anbieter es meldet, geöffnet oder geklickt, und ob es ein Mensch oder ein Programm war. Wenn lange nichts geklickt wurde, wann wir gefragt haben, ob Sie noch lesen.",
  "site.privacy.kept-marks":
    "<b>Was Sie von Papern sagen</b>, wenn Sie eine Schaltfläche drücken: von welchen Papern Sie mehr oder weniger möchten oder welche Sie sich gemerkt haben, wann, welche davon Sie gelesen haben, und die Wörter, die daraus gelernt wurden, damit Ihre Digests sich danach richten. Nur Sie sehen die Liste; wer diese Seite betreibt, sieht, wie viele es sind, und kann die E-Mails ansehen, die sich danach richten.",
  "site.privacy.kept-browsers":
    "<b>In welchen Browsern Sie Ihre Leseliste geöffnet haben</b>, wenn Sie die Schaltfläche dafür drücken: wann, und bis wann. Ein solcher Browser hält ein Cookie, das die Liste öffnet und sonst nichts, höchstens {days, number} Tage lang. Es endet, wenn Sie „Diesen Browser vergessen“ oder „Alle Browser vergessen“ drücken, wenn Sie abbestellen und wenn Sie Ihre Daten löschen. Von dem, was das Cookie enthält, wird nur ein Hash gespeichert.",
  "site.privacy.not-kept": "Was nicht gespeichert wird",
  "site.privacy.no-name":
    "Kein Name, kein Passwort, kein Cookie außer dem Ihrer Leseliste, wenn Sie es wünschen, kein Bild oder Skript von anderswo, das Sie verfolgen könnte.",
  "site.privacy.no-network":
    "Keine Netzwerkadresse und kein Name Ihres E-Mail-Programms: Wo der Anbieter sie meldet, werden sie verworfen, sobald seine Meldung gelesen ist, meist in wenigen Minuten. Um Überflutungen abzuhalten, werden Anfragen zwei Tage lang unter einem mit Schlüssel gebildeten Fingerabdruck ihrer Herkunftsadresse gezählt.",
  "site.privacy.pictures":
    "E-Mails zeigen ein Bild ihres ersten Papers, das Ihr E-Mail-Programm bei Hugging Face lädt: Dieser Server sieht die Netzwerkadresse, von der es geladen wird. Wollen Sie das nicht, schalten Sie Bilder in Ihrem E-Mail-Programm ab.",
  "site.privacy.in-browser": "Was Ihr Browser behält",
  "site.privacy.browser-keeps":
    "Paper, die Sie sich ohne dieses Cookie merken, und ob Sie Tastenkürzel benutzen, liegen im Speicher Ihres Browsers und verschwinden, wenn Sie ihn leeren. Wenn Ihr Browser eine solche <link>Leseliste</link> zeigt oder exportiert, fragt er uns mit den Nummern nach ihren Papern; wir speichern sie nicht.",
  "site.privacy.how-long": "Wie lange",
  "site.privacy.until-erased":
    "Bis Sie es löschen. Eine Anmeldung, die nie bestätigt wird, wird nach 30 Tagen entfernt. Wenn Sie Ihre Adresse ändern, bleibt die bisherige für 100 Tage vermerkt, ebenso bei Ihrer Zustimmung zur Änderung. Nach dem Abbestellen bleiben Ihre Einstellungen für den Fall, dass Sie zurückkommen, bis Sie sie löschen.",
  "site.privacy.digests-until":
    "Welche Digests Ihnen gesendet wurden und was sie zeigten, bleibt {days, number} Tage gespeichert, danach nur Zählungen über alle Leser zusammen. Dass eine E-Mail Ihnen von einer Zeit ohne Digests berichtet hat, bleibt vermerkt, bis wieder ein Digest kommt.",
  "site.privacy.can-do": "Was Sie tun können",
  "site.privacy.rights":
    "Über die <link>Einstellungen</link>, zu denen jede E-Mail führt, können Sie alles ändern, alles Gespeicherte herunterladen und es löschen. Danach bleiben nur Fingerabdrücke (Hashes) der Adresse, damit niemand anders sie wieder eintragen kann, und bloße Zählungen. Was unser E-Mail-Anbieter später über Sie meldet, wird ohne Ihre Adresse gespeichert. Wenn ein Digest an Sie unterwegs war und niemand weiß, ob er angenommen wurde, bleibt Ihre Adresse bei dieser einen Anfrage, bis das bekannt ist, höchstens einen Tag.",
  "site.privacy.responsible": "Wer verantwortlich ist",
};
