import type { hoursMessages as english } from "../../en/site/hours.ts";

/** When editions are ready, beside the hour of delivery. */
export const germanHours: Record<keyof typeof english, string> = {
  "site.hours.at-once": "Sobald die Ausgabe da ist",
  "site.hours.ready":
    "{cadence, select, weekly{Die nächste Wochenausgabe ist am {weekday} um {ready} Uhr} monthly{Die nächste Monatsausgabe ist am {day} um {ready} Uhr} other{Ausgaben sind um {ready} Uhr}} {by, select, operator{dortiger Zeit} other{Ihrer Zeit}} ({zone}) fertig; am frischesten kommt ein Digest um {earliest} Uhr.",
  "site.hours.waits": "Um {hour} Uhr ist eine Ausgabe {waits} Stunden alt.",
  "site.hours.subscribe":
    "Ausgaben sind um <time>{ready} UTC</time> fertig. Ihre kommt morgens oder, wenn sie bis dahin alt wäre, zur ersten vollen Stunde, zu der sie da ist; Sie können jederzeit eine andere Uhrzeit wählen.",
  "site.problem.at-once": "Wählen Sie, ob Digests kommen sollen, sobald sie da sind: ja oder nein.",
};
