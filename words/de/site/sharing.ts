import type { sharingMessages as english } from "../../en/site/sharing.ts";

/** What is shown of pages elsewhere, beside links to them. */
export const germanSharing: Record<keyof typeof english, string> = {
  "site.card.more": "und {count, plural, one{# weiteres Paper} other{# weitere Paper}}",
  "site.card.lede": "Forschungspaper im Trend, geordnet danach, was ihre Leser von ihnen halten",
  "site.card.edition":
    "{cadence, select, daily{Paper des Tages} weekly{Paper der Woche} other{Paper des Monats}}, {period}: die Titel der ersten Paper",
};
