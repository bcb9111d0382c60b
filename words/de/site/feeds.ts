import type { feedMessages as english } from "../../en/site/feeds.ts";

/** Feeds of editions and of a reader's own digests, and what is offered to other sites. `cadence` is `daily`, `weekly` or `monthly`. */
export const germanFeed: Record<keyof typeof english, string> = {
  "site.feed.editions":
    "{brand}: {cadence, select, daily{Ausgaben des Tages} weekly{Ausgaben der Woche} monthly{Ausgaben des Monats} other{Ausgaben}}",
  "site.feed.named": "{period}: {names}{others, plural, =0{} other{ und # weitere}}",
  "site.feed.unnamed": "{period}: {papers, plural, one{# Paper} other{# Paper}}",
  "site.feed.upvotes": "{upvotes, plural, one{# Upvote} other{# Upvotes}}",
  "site.feed.all-papers": "{papers, plural, one{Die Ausgabe mit ihrem Paper} other{Alle # Paper}}",
  "site.feed.own": "{brand}: Ihre Digests",

  "site.own-feed.title": "Ihre Digests als Feed",
  "site.own-feed.lede":
    "Lesen Sie Ihre eigenen Digests neben den E-Mails auch in einem Feedreader. Der Feed enthält, was Ihre Digests gezeigt haben und warum; ändern lässt sich damit nichts.",
  "site.own-feed.make": "Meine Feed-Adresse anlegen",
  "site.own-feed.atom": "Atom",
  "site.own-feed.json": "JSON Feed",
  "site.own-feed.secret":
    "Wer diese Adresse hat, kann Ihre Digests lesen. Ist sie anderen bekannt geworden, erneuern Sie sie: Die alte gilt dann nicht mehr.",
  "site.own-feed.renew": "Adresse erneuern",
  "site.own-feed.end": "Feed beenden",
  "site.own-feed.unknown": "Eine Feed-Adresse lässt sich anlegen, erneuern oder beenden.",

  "site.embed.title": "Auf der eigenen Website",
  "site.embed.lede": "Bieten Sie den Digest auf Ihrer Website an, oder zeigen Sie dort seine Paper.",
  "site.embed.form": "Anmeldeformular",
  "site.embed.form-note":
    "Fügen Sie dieses HTML in eine Seite Ihrer Website ein und gestalten Sie es nach Belieben. Es braucht kein Skript und setzt kein Cookie; wer sich anmeldet, bestätigt per E-Mail.",
  "site.embed.no-sites":
    "Formulare auf anderen Websites werden noch nicht angenommen: Wer {brand} betreibt, muss Ihre Website erst in der Einstellung EMBED_ORIGINS nennen.",
  "site.embed.feeds": "Feeds",
  "site.embed.feeds-note": "Skripte jeder Website dürfen diese Feeds lesen.",
  "site.refusal.foreign-subscribe":
    "Anmeldungen von der Website, von der Sie kommen, werden hier nicht angenommen. Bitte nutzen Sie die Anmeldeseite von {brand} selbst.",
};
