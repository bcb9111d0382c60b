/** The preferences page beside its fields: the preview, what is not saved, a pause that runs. */
export const choosingMessages = {
  "site.choosing.title-not-saved": "Not saved: preferences",
  "site.choosing.unsaved": "Not saved yet",
  "site.choosing.paused": "Paused until {day}: you'll get nothing before that day.",
  "site.choosing.paused-for-now": "Your digests are paused.",
  "site.choosing.resume": "Resume now",
  "site.choosing.resumed": "Your digests come again.",
  "site.choosing.see-preview": "See preview below",
  "site.choosing.to-preview": "Go to the preview, below the choices",
  "site.choosing.to-choices": "Back to your choices",
  "site.choosing.preview-updated": "The preview shows your choices.",
  "site.choosing.preview-waits": "The preview waits until this field is complete: {field}",

  "site.problem.pause-past": "The pause must end after today.",
  "site.problem.pause-far":
    "A pause can last {most, plural, one{a day} other{# days}} at most. For longer, unsubscribe.",
} as const;
