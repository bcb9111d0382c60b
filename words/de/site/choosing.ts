import type { choosingMessages as english } from "../../en/site/choosing.ts";

/** The preferences page beside its fields: the preview, what is not saved, a pause that runs. */
export const germanChoosing: Record<keyof typeof english, string> = {
  "site.choosing.title-not-saved": "Nicht gespeichert: Einstellungen",
  "site.choosing.unsaved": "Noch nicht gespeichert",
  "site.choosing.paused": "Pausiert bis {day}: Vor diesem Tag erhalten Sie nichts.",
  "site.choosing.paused-for-now": "Ihre Digests sind pausiert.",
  "site.choosing.resume": "Pause jetzt beenden",
  "site.choosing.resumed": "Ihre Digests kommen wieder.",
  "site.choosing.see-preview": "Zur Vorschau",
  "site.choosing.to-preview": "Zur Vorschau unter den Einstellungen",
  "site.choosing.to-choices": "Zurück zu Ihren Einstellungen",
  "site.choosing.preview-updated": "Die Vorschau zeigt Ihre Angaben.",
  "site.choosing.preview-waits": "Die Vorschau wartet, bis dieses Feld vollständig ist: {field}",

  "site.problem.pause-past": "Die Pause muss nach dem heutigen Tag enden.",
  "site.problem.pause-far":
    "Eine Pause dauert höchstens {most, plural, one{einen Tag} other{# Tage}}. Wenn Sie länger nichts möchten, bestellen Sie ab.",
};
