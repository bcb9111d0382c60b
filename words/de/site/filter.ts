import type { filterMessages as english } from "../../en/site/filter.ts";

/** A day of which only some papers are shown. */
export const germanFilter: Record<keyof typeof english, string> = {
  "site.filter.title": "Nur zeigen",
  "site.filter.all": "Alle {papers, number}",
  "site.filter.code": "Mit Code",
  "site.filter.video": "Mit Video",
  "site.filter.shown":
    "An ihren Plätzen in der ganzen Liste: {shown, number} von {papers, number} Papern des Tages.",
  "site.filter.none": "Kein Paper dieses Tages passt zu dieser Auswahl.",
  "site.filter.show-all": "Alle Paper des Tages zeigen",
  "site.filter.unknown": "Diese Auswahl gibt es nicht.",
};
