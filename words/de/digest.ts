import type { digestMessages as english } from "../en/digest.ts";

/** The digest: its subject, lines of its own, and what stands around its papers. */
export const germanDigest: Record<keyof typeof english, string> = {
  "digest.subject":
    "{cadence, select, daily{} weekly{Woche {week}: } other{{month}: }}{title}{others, plural, =0{} other{ + # weitere}}",
  "digest.subject.names": "{cadence, select, daily{} weekly{Woche {week}: } other{{month}: }}{names}",
  "digest.subject.more": "{others, number} weitere",
  "digest.subject.unnamed":
    "{papers, plural, one{# Paper} other{# Paper}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.also": "Außerdem: {titles}",
  "digest.issue": "{cadence, select, daily{Täglich} weekly{Woche {week}} other{Monatlich}} · Nr. {number}",

  "digest.machine-summary": "{text} (Von einer Maschine geschrieben: {model}.)",
  "digest.summary": "{parts}.",
  "digest.summary.papers": "{papers, plural, one{# Paper} other{# Paper}}",
  "digest.summary.some":
    "{shown, number} von {papers, plural, one{# Paper} other{# Papern}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.summary.of-first":
    "{shown, number} der ersten {first, number} von {papers, plural, one{# Paper} other{# Papern}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.summary.detailed": "{papers} ({details})",
  "digest.summary.followed": "{papers, number} zu dem, was Sie verfolgen",
  "digest.summary.rising": "{papers, number} im Aufstieg",
  "digest.summary.with-late": "{papers} und {late}",
  "digest.summary.late": "{papers, plural, one{# Spätzünder} other{# Spätzünder}}",
  "digest.talked":
    "Am meisten besprochen: {title}, mit {comments, plural, one{# Kommentar} other{# Kommentaren}}.",

  "digest.about.most": "Vor allem: {themes}.",
  "digest.about.some": "Mit Papern zu: {themes}.",
  "digest.group.others": "Weitere",

  "digest.missing.arxiv":
    "arXiv war nicht erreichbar, daher konnten Themen nicht auf jedes Paper angewendet werden.",
  "digest.missing.huggingface":
    "Hugging Face war nicht erreichbar, daher können einige Paper und Upvotes fehlen.",
  "digest.missing.other": "{source} war nicht erreichbar, daher können einige Paper oder Zahlen fehlen.",

  "digest.for-you": "Für Sie",
  "digest.for-you.note":
    "{papers, plural, one{# Paper passt zu dem, was Sie verfolgen} other{# Paper passen zu dem, was Sie verfolgen}}",
  "digest.for-you.note-joined":
    "{joined, plural, one{# Paper ähnelt dem, was Sie markiert haben} other{# Paper ähneln dem, was Sie markiert haben}}",
  "digest.for-you.note-with-joined":
    "{papers, plural, one{# Paper passt zu dem, was Sie verfolgen} other{# Paper passen zu dem, was Sie verfolgen}}, {joined, plural, one{# weiteres ähnelt dem, was Sie markiert haben} other{# weitere ähneln dem, was Sie markiert haben}}",
  "digest.for-you.some": "{shown, number} von {papers, number}, die zu dem passen, was Sie verfolgen",
  "digest.for-you.others": "Die anderen ansehen",
  "digest.top": "Das Wichtigste {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.also-trending": "Ebenfalls im Trend",
  "digest.also-trending.note":
    "{papers, plural, one{# weiteres Paper} other{# weitere Paper}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.late": "Spätzünder",
  "digest.for-you.late": "Für Sie: Spätzünder",
  "digest.late.note":
    "{papers, plural, one{# Paper aus den zwei Wochen davor, jetzt unter den ersten drei seines Tages} other{# Paper aus den zwei Wochen davor, jetzt unter den ersten drei ihres Tages}}",

  "digest.upvotes": "{shown}\u00a0{count, plural, one{Upvote} other{Upvotes}}",
  "digest.comments": "{shown}\u00a0{count, plural, one{Kommentar} other{Kommentare}}",
  "digest.stars": "{shown}\u00a0{count, plural, one{Stern} other{Sterne}}",
  "digest.rise": "+{upvotes} am {day}",
  "digest.rise-of-before": "+{upvotes} an einem Tag",
  "digest.because": "Sie\u00a0folgen {what}",
  "digest.like": "ähnelt dem, was Sie\u00a0markiert haben: {words}",
  "digest.because-seen": "Sie\u00a0folgen {what}; Sie haben es am {day} gesehen",
  "digest.seen": "Sie haben es am {day} gesehen",
  "digest.more-authors": "{authors, plural, one{# weitere Person} other{# weitere}}",
  "digest.picture": "Bild: {title}",
  "digest.code": "Code",
  "digest.project": "Projekt",
  "digest.discussion": "Diskussion",

  "digest.quiet.subject":
    "Seit {cadence, select, daily{einer Woche} weekly{drei Wochen} other{zwei Monaten}} nichts Neues zu dem, was Sie verfolgen",
  "digest.quiet.subject-few":
    "Seit {cadence, select, daily{einer Woche} weekly{drei Wochen} other{zwei Monaten}} zu wenige Paper zu dem, was Sie verfolgen",
  "digest.quiet.summary":
    "{cadence, select, daily{Seit einer Woche} weekly{Seit drei Wochen} other{Seit zwei Monaten}} kam kein Digest, weil kein neues Paper zu dem passte, was Sie verfolgen.",
  "digest.quiet.summary-few":
    "{cadence, select, daily{Seit einer Woche} weekly{Seit drei Wochen} other{Seit zwei Monaten}} kam kein Digest, weil weniger neue Paper zu dem passten, was Sie verfolgen, als Sie mindestens möchten ({least, number}).",
  "digest.quiet.wishes": "Ohne Treffer: {wishes}.",
  "digest.quiet.wishes-few": "Ohne Treffer in dieser Ausgabe: {wishes}.",
  "digest.quiet.more-wishes": "{wishes, plural, one{# weitere Angabe} other{# weitere Angaben}}",
  "digest.quiet.once":
    "Das schreiben wir Ihnen nur dieses eine Mal. Ihr nächster Digest kommt, sobald etwas für Sie darin ist.",
  "digest.quiet.widen": "Erweitern, was Sie verfolgen",
  "digest.quiet.near": "Was nahe dran war",
  "digest.quiet.near.note":
    "{papers, plural, one{# Paper} other{# Paper}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}",
  "digest.quiet.shares": "gemeinsam: {what}",

  "digest.mark": "Mehr oder weniger davon?",

  "digest.cut":
    "{papers, plural, one{# weiteres Paper passte nicht in diese E-Mail. Sie finden es} other{# weitere Paper passten nicht in diese E-Mail. Sie finden sie}} auf der Seite {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}}.",
  "digest.all":
    "{papers, plural, =0{Die Paper} one{Das einzige Paper} other{Alle # Paper}} {cadence, select, daily{des Tages} weekly{der Woche} other{des Monats}} ansehen",
  "digest.in-browser": "Im Browser lesen",
  "digest.change": "Einstellungen ändern",
  "digest.pause": "Pausieren",
  "digest.unsubscribe": "Abbestellen",
  "digest.why": "Sie erhalten diese E-Mail, weil Sie {brand} mit {recipient} abonniert haben.",
};
