import type { Words } from "../../../../words/words.ts";
import { escapeHtml } from "../../../digest/escape-html.ts";
import type { OwnPreview, PreviewNote } from "../../../publish/preview-for-subscriber.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import type { SuppressionReason } from "../../../subscribers/suppressions/store.ts";

type Chosen = Pick<Subscriber, "pausedUntil" | "minMatches">;

/** The document of the frame that shows a reader's digest: the mail, above it or in its place why it would not come. */
export function digestPreview(words: Words, preview: OwnPreview, chosen: Chosen): string {
  const note = preview.notes.map((one) => noteWords(words, one, preview, chosen)).join(" ");
  return preview.html === null ? sentence(words, note) : withNote(preview.html, note);
}

/** In its place when the choice cannot be kept; the form beside it says why. */
export function unsavablePreview(words: Words): string {
  return sentence(words, words.say("site.preview.unsavable"));
}

const suppressionWords = {
  bounce: "site.preview.bounce",
  complaint: "site.preview.complaint",
  provider: "site.preview.provider",
  operator: "site.preview.operator",
  left: "site.preview.left",
  erased: "site.preview.erased",
} as const satisfies Record<SuppressionReason, string>;

function noteWords(
  words: Words,
  note: PreviewNote,
  { cadence, suppressedFor }: OwnPreview,
  { pausedUntil, minMatches }: Chosen,
): string {
  const { say } = words;
  switch (note) {
    case "suppressed":
      return say(suppressionWords[suppressedFor ?? "operator"]);
    case "paused":
      return pausedUntil === null
        ? say("site.preview.paused-for-now")
        : say("site.preview.paused", { day: words.day(pausedUntil, "long") });
    case "pending":
      return say("site.preview.pending");
    case "unsubscribed":
      return say("site.preview.unsubscribed");
    case "another-cadence":
      return say("site.preview.another-cadence");
    case "no-edition":
      return say("site.preview.no-edition");
    case "draft-edition":
      return say("site.preview.draft-edition", { cadence });
    case "topics-unknown":
      return say("site.preview.topics-unknown");
    case "no-paper-left":
      return say("site.preview.muted");
    case "no-match":
      return say("site.preview.no-match");
    case "too-few-matches":
      return say("site.preview.few-matches", { count: minMatches });
  }
}

const noteStyle =
  "margin:0;padding:12px 16px;font:14px/1.5 system-ui,sans-serif;background:#fff4d6;color:#3d2e00";

function withNote(html: string, note: string): string {
  if (note === "") return html;
  return html.replace(
    /<body[^>]*>/i,
    (body) => `${body}<p role="note" style="${noteStyle}">${escapeHtml(note)}</p>`,
  );
}

function sentence({ say, language }: Words, text: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(say("site.preview.title"))}</title><style>body{font:16px/1.5 system-ui,sans-serif;padding:2rem}</style></head><body><p>${escapeHtml(text)}</p></body></html>`;
}
