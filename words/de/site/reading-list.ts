import type { readingListMessages as english } from "../../en/site/reading-list.ts";

/** The reading list, the browsers that open it, what a browser keeps by itself, and keys. */
export const germanReadingList: Record<keyof typeof english, string> = {
  "site.list.title": "Leseliste",
  "site.list.counts":
    "{open, plural, =0{Nichts zu lesen} one{# Paper zu lesen} other{# Paper zu lesen}}, {done, number} gelesen",
  "site.list.parts": "Was gezeigt wird",
  "site.list.open": "Zu lesen",
  "site.list.done": "Gelesen",
  "site.list.all": "Alle",
  "site.list.order": "Reihenfolge",
  "site.list.by-saved": "Zuletzt gemerkte zuerst",
  "site.list.by-votes": "Meiste Upvotes zuerst",
  "site.list.empty":
    "{part, select, open{Nichts zu lesen. Drücken Sie „Merken“ neben einem Paper, um es hier zu behalten.} done{Noch ist nichts gelesen.} other{Noch ist nichts gemerkt. Drücken Sie „Merken“ neben einem Paper, um es hier zu behalten.}}",
  "site.list.saved-on": "Gemerkt am {day}",
  "site.list.done-on": "Gemerkt am {day}, gelesen am {done}",
  "site.list.remove": "Entfernen",
  "site.list.removed": "<b>{title}</b> wurde von Ihrer Liste genommen.",
  "site.list.put-back": "Wieder aufnehmen",
  "site.list.export": "Exportieren",
  "site.list.bibtex": "BibTeX",
  "site.list.ris": "RIS",
  "site.list.json": "JSON",
  "site.list.brought":
    "{papers, plural, =0{Kein Paper wurde} one{# Paper wurde} other{# Paper wurden}} in Ihre Liste aufgenommen.",
  "site.list.bring": "Die Paper aufnehmen, die nur dieser Browser behält",
  "site.list.this-browser": "Dieser Browser",
  "site.list.opened":
    "Dieser Browser öffnet Ihre Leseliste und sonst nichts von Ihnen, {days, number} Tage lang ab dem Tag, an dem Sie sie geöffnet haben. Wer den Browser benutzt, kann die Liste sehen und ändern.",
  "site.list.forget-this": "Diesen Browser vergessen",
  "site.list.forget-all": "Alle Browser vergessen",
  "site.list.forgotten":
    "{browsers, select, all{Kein Browser öffnet Ihre Leseliste mehr.} other{Dieser Browser öffnet Ihre Leseliste nicht mehr.}} Die Liste selbst bleibt; Ihre Einstellungen zeigen sie.",

  "site.list.browser-only":
    "Diese Liste liegt nur in diesem Browser. Andere Browser und Geräte zeigen sie nicht, und sie verschwindet, wenn Sie die Daten dieser Website löschen.",
  "site.list.open-how":
    "Mit einem Abonnement können Sie Ihre Liste stattdessen bei uns führen: Drücken Sie „Meine Leseliste in diesem Browser öffnen“ in Ihren <link>Einstellungen</link>, zu denen jede E-Mail führt.",
  "site.list.no-script":
    "Ohne JavaScript kann dieser Browser selbst keine Liste führen. Mit einem Abonnement geht es trotzdem: In Ihren <link>Einstellungen</link>, zu denen jede E-Mail führt, öffnet eine Schaltfläche Ihre Leseliste in diesem Browser.",
  "site.list.failed":
    "Die Paper konnten nicht geladen werden. Laden Sie die Seite neu, um es noch einmal zu versuchen.",
  "site.list.clear": "Alle Paper aus diesem Browser entfernen",
  "site.list.clear-hint": "Das lässt sich nicht rückgängig machen.",
  "site.list.clear-button": "Alle entfernen",

  "site.list.preferences-lede":
    "Paper, die Sie sich merken, bilden eine Leseliste. Diese Schaltfläche öffnet sie in diesem Browser für {days, number} Tage: Ein Cookie öffnet dann die Liste und sonst nichts. Drücken Sie sie nicht an einem Computer, den auch andere benutzen.",
  "site.list.open-here": "Meine Leseliste in diesem Browser öffnen",
  "site.list.browsers":
    "{browsers, plural, one{# Browser öffnet Ihre Leseliste.} other{# Browser öffnen Ihre Leseliste.}}",

  "site.list.no-session":
    "Dieser Browser öffnet Ihre Leseliste nicht mehr. Öffnen Sie sie neu in Ihren Einstellungen.",
  "site.list.left": "Sie haben das Abonnement beendet, daher kann kein Browser Ihre Leseliste öffnen.",
  "site.list.many-ids": "Eine Liste kann höchstens {most, number} Paper nennen.",
  "site.list.no-ids": "Nennen Sie die Paper mit ihren arXiv-Nummern, etwa ids=2606.10001,2606.10002.",
  "site.list.act": "Wählen Sie, was geschehen soll: save, unsave, done, undone oder restore.",

  "site.keep.saved": "Auf Ihrer Leseliste gemerkt.",
  "site.keep.removed": "Von Ihrer Leseliste genommen.",
  "site.keep.full":
    "Dieser Browser behält höchstens {most, number} Paper. Entfernen Sie zuerst einige von der Leseliste.",
  "site.keep.blocked":
    "Dieser Browser lässt die Website nichts speichern, daher wurde das Paper nicht gemerkt.",
  "site.keep.ended":
    "Dieser Browser öffnet Ihre Leseliste nicht mehr; das Paper liegt daher nur in diesem Browser.",
  "site.keep.failed": "Das hat nicht geklappt. Versuchen Sie es in einer Minute noch einmal.",

  "site.keys.title": "Tastenkürzel",
  "site.keys.search": "Zum Suchfeld",
  "site.keys.next": "Nächstes Paper",
  "site.keys.previous": "Voriges Paper",
  "site.keys.open": "Paper öffnen",
  "site.keys.save": "Paper merken oder von der Liste nehmen",
  "site.keys.help": "Diese Hilfe zeigen",
  "site.keys.switch": "Diese Tasten benutzen",
  "site.keys.hint":
    "Nehmen Sie das Häkchen weg, wenn einzelne Tasten stören, etwa bei Spracheingabe. Dieser Browser merkt es sich.",
  "site.keys.close": "Schließen",
};
