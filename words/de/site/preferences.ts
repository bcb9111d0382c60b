import type { preferencesMessages as english } from "../../en/site/preferences.ts";

/** All that a reader can choose. `by` is `reader`, or `operator` for who does it in a reader's stead. */
export const germanPreferences: Record<keyof typeof english, string> = {
  "site.preferences.lede": "Für <b>{email}</b>. Ihre Änderungen gelten ab dem nächsten Digest.",
  "site.preferences.left":
    "Sie haben abbestellt: Sie erhalten nichts, bis Sie <link>wieder abonnieren</link>.",
  "site.preferences.pending":
    "Ihre Adresse ist noch nicht bestätigt: Öffnen Sie den Link in der E-Mail, die wir Ihnen gesendet haben.",
  "site.preferences.saved": "Gespeichert.",
  "site.preferences.not-saved": "Nicht gespeichert:",
  "site.preferences.save": "Speichern",
  "site.preferences.update-preview": "Vorschau aktualisieren",
  "site.preferences.preview": "Ihr nächster Digest",
  "site.preferences.preview-note": "Nach der neuesten Ausgabe.",
  "site.preferences.preview-frame": "Vorschau Ihres nächsten Digests",
  "site.preferences.own-data": "Ihre Daten",
  "site.preferences.export": "Alles herunterladen, was über Sie gespeichert ist",
  "site.preferences.erase": "Alles löschen",

  "site.preferences.when": "Wann",
  "site.preferences.cadence": "Wie oft",
  "site.preferences.daily": "An jedem Tag, an dem es Paper gibt",
  "site.preferences.weekdays": "Montag bis Freitag",
  "site.preferences.weekly": "Einmal in der Woche",
  "site.preferences.monthly": "Einmal im Monat",
  "site.preferences.hour":
    "{by, select, operator{Senden um (Ortszeit dort)} other{Senden um (Ihre Ortszeit)}}",
  "site.preferences.timezone": "Zeitzone",
  "site.preferences.use-device-zone": "Zeitzone dieses Geräts verwenden",
  "site.preferences.use-zone": "Zeitzone dieses Geräts verwenden ({zone})",
  "site.preferences.pause": "Pause bis",
  "site.preferences.pause-hint":
    "Bis zu diesem Tag {by, select, operator{kommt} other{erhalten Sie}} nichts. Löschen Sie das Datum, um fortzufahren.",

  "site.preferences.topics": "Themen",
  "site.preferences.topics-hint": "Die Kategorien von arXiv. Ohne Auswahl gelten alle.",
  "site.topics.all-of": "Alle aus {archive}",
  "site.preferences.other-topics": "Mathematik, Physik, Wirtschaft und Finanzen",

  "site.preferences.follow": "Verfolgen und ausblenden",
  "site.preferences.follow-hint":
    "Ein Wort, eine Wendung oder ein Name je Zeile, oder mehrere mit Strichpunkten dazwischen; Stichwörter auch mit Kommas. Was {by, select, operator{verfolgt wird} other{Sie verfolgen}}, steht zuerst, unabhängig vom Thema.",
  "site.preferences.keywords": "Stichwörter verfolgen",
  "site.preferences.authors": "Autoren folgen",
  "site.preferences.organizations": "Organisationen folgen",
  "site.preferences.muted-keywords": "Stichwörter ausblenden",
  "site.preferences.muted-authors": "Autoren ausblenden",
  "site.preferences.muted-organizations": "Organisationen ausblenden",

  "site.preferences.how-much": "Wie viel",
  "site.preferences.detail": "Jedes Paper mit",
  "site.preferences.title-only": "Nur Titel",
  "site.preferences.summary": "Titel und kurze Zusammenfassung",
  "site.preferences.abstract": "Titel und ganze Zusammenfassung",
  "site.preferences.max-papers": "Höchstens so viele Paper",
  "site.preferences.min-matches": "Ausgaben überspringen mit weniger Treffern als",
  "site.preferences.fill-up": "Mit den Spitzenpapern der Ausgabe auffüllen",
  "site.preferences.fill-up-yes": "Ja, bis zur Höchstzahl",
  "site.preferences.fill-up-few": "Ein wenig: höchstens drei und nie mehr, als es Treffer gibt",
  "site.preferences.fill-up-no": "Nein, nur was passt",
  "site.preferences.language": "Sprache",
  "site.preferences.late-risers": "Spätzünder: Paper, die nach ihrem Tag Upvotes gewonnen haben, je einmal",
  "site.preferences.repeats":
    "Paper, die ein früherer Digest gezeigt hat, im wöchentlichen oder monatlichen Digest wieder zeigen",

  "site.preferences.too-many":
    "Das sind {typed, number}, und höchstens {most, number} lassen sich speichern: Nehmen Sie {over, number} weg.",
  "site.preferences.quoted": "„{text}“",
  "site.preferences.unmatched":
    "{count, plural, one{Kein Paper der letzten 30 Tage passt zu diesem Stichwort:} other{Kein Paper der letzten 30 Tage passt zu diesen Stichwörtern:}}",
  "site.preferences.unmatched-near": "„{keyword}“. In der Nähe finden sich Paper zu {near}.",

  "site.problem.timezone":
    "Diese Zeitzone ist nicht bekannt. Wählen Sie eine aus der Liste, etwa Europe/Berlin.",
  "site.problem.hour": "Die Stunde muss eine ganze Zahl von {least, number} bis {most, number} sein.",
  "site.problem.cadence": "Wählen Sie eine der Möglichkeiten, wie oft der Digest kommt.",
  "site.problem.topic": "Ein Thema muss eine arXiv-Kategorie sein, etwa cs.CL.",
  "site.problem.topics": "Wählen Sie höchstens {most, number} Themen.",
  "site.problem.phrase": "Ein Stichwort oder Name darf höchstens {most, number} Zeichen haben.",
  "site.problem.keywords": "Verfolgen Sie höchstens {most, number} Stichwörter.",
  "site.problem.authors": "Folgen Sie höchstens {most, number} Autoren.",
  "site.problem.muted-keywords": "Blenden Sie höchstens {most, number} Stichwörter aus.",
  "site.problem.muted-authors": "Blenden Sie höchstens {most, number} Autoren aus.",
  "site.problem.organizations": "Folgen Sie höchstens {most, number} Organisationen.",
  "site.problem.muted-organizations": "Blenden Sie höchstens {most, number} Organisationen aus.",
  "site.problem.max-papers":
    "Die Zahl der Paper muss eine ganze Zahl von {least, number} bis {most, number} sein.",
  "site.problem.detail": "Wählen Sie eine der Möglichkeiten, wie viel von jedem Paper gezeigt wird.",
  "site.problem.min-matches":
    "Die Zahl der Treffer muss eine ganze Zahl von {least, number} bis {most, number} sein.",
  "site.problem.late-risers": "Wählen Sie, ob Sie Spätzünder möchten: ja oder nein.",
  "site.problem.fill-up":
    "Wählen Sie eine der Möglichkeiten, ob Ihr Digest mit den Spitzenpapern der Ausgabe aufgefüllt wird.",
  "site.problem.language": "Wählen Sie eine der Sprachen in der Liste.",
  "site.problem.repeats": "Wählen Sie, ob Sie Paper wieder sehen möchten: ja oder nein.",
  "site.problem.pause": "Schreiben Sie das Ende der Pause als Datum wie 2026-07-01.",

  "site.preview.title": "Vorschau",
  "site.preview.unsavable": "Diese Angaben lassen sich nicht speichern.",
  "site.preview.bounce": "An Ihre Adresse wird nichts gesendet: E-Mails dorthin kamen zurück.",
  "site.preview.complaint":
    "An Ihre Adresse wird nichts gesendet: Eine E-Mail dorthin wurde als Spam gemeldet.",
  "site.preview.provider": "An Ihre Adresse wird nichts gesendet: Unser E-Mail-Anbieter lehnt sie ab.",
  "site.preview.operator":
    "An Ihre Adresse wird nichts gesendet: Die Betreiber dieser Seite haben E-Mails dorthin gestoppt.",
  "site.preview.left": "An Ihre Adresse wird nichts gesendet: Sie haben diese Liste früher abbestellt.",
  "site.preview.erased":
    "An Ihre Adresse wird nichts gesendet: Sie haben um das Löschen Ihrer Daten gebeten.",
  "site.preview.paused": "Ihre Digests sind pausiert: Vor dem {day} erhalten Sie nichts.",
  "site.preview.pending":
    "Sie erhalten nichts, bis Sie Ihre Adresse mit dem Link bestätigen, den wir Ihnen gesendet haben.",
  "site.preview.paused-for-now":
    "Ihre Digests sind pausiert: Sie erhalten nichts, bis Sie die Pause beenden.",
  "site.preview.unsubscribed": "Sie haben abbestellt: Sie erhalten nichts, bis Sie wieder abonnieren.",
  "site.preview.no-edition": "Noch ist keine Ausgabe erschienen.",
  "site.preview.another-cadence": "Sie haben andere Ausgaben als diese gewählt.",
  "site.preview.draft-edition":
    "Noch ist keine {cadence, select, daily{tägliche} weekly{wöchentliche} other{monatliche}} Ausgabe erschienen: So sähe Ihre mit den bisher gesammelten Papern aus.",
  "site.preview.topics-unknown":
    "arXiv war nicht erreichbar, als diese Paper gesammelt wurden. Von einigen sind die Themen deshalb unbekannt, und Ihre Themen konnten auf sie nicht angewendet werden.",
  "site.preview.muted":
    "Was Sie ausblenden oder schon bekommen haben, lässt kein Paper der neuesten Ausgabe übrig; Sie bekämen keinen Digest.",
  "site.preview.no-match":
    "Kein Paper der neuesten Ausgabe passt zu Ihren Angaben; Sie bekämen keinen Digest.",
  "site.preview.few-matches":
    "Weniger als {count, plural, one{# Paper} other{# Paper}} der neuesten Ausgabe passen zu Ihren Angaben, und Sie überspringen Ausgaben mit weniger Treffern; Sie bekämen keinen Digest.",

  "site.view.title": "Nichts für Sie in dieser Ausgabe",
  "site.view.lede": "Mit Ihren jetzigen Einstellungen bleibt kein Paper dieser Ausgabe übrig.",
  "site.view.edition": "Die ganze Ausgabe lesen",
  "site.view.kept-no-longer": "Die Paper dieser Ausgabe",
  "site.view.forgotten":
    "Welche davon dieser Digest Ihnen gezeigt hat, und warum, ist nicht mehr gespeichert. Dies sind die Paper der Ausgabe, die obersten zuerst.",
};
