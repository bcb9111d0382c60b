import type { Cadence } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { type Exclusion, exclusionOf } from "../delivery/plan/exclusion.ts";
import { assembleDigest } from "../digest/assemble.ts";
import { choosePapers, type NoChoiceReason } from "../digest/choose-papers.ts";
import { escapeHtml } from "../digest/escape-html.ts";
import type { DigestChoice, Mail } from "../digest/model.ts";
import type { Edition, ReaderCadence } from "../editions/model.ts";
import { latestEdition } from "../editions/store.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { findSuppression, type SuppressionReason } from "../subscribers/suppressions/store.ts";
import { slotsWithLinks } from "./draft-mail.ts";

const editionCadence: Record<ReaderCadence, Cadence> = {
  daily: "daily",
  weekdays: "daily",
  weekly: "weekly",
  monthly: "monthly",
};

/**
 * The HTML of a reader's digest as it would be now. When nothing would come it says why: in its place where their
 * choice leaves no paper, above it where nothing is mailed to them whatever they choose.
 *
 * @param subscriber with the choice that is looked at, saved or not, also of a pause.
 * @param problems why the choice cannot be saved; fixed words of this code.
 */
export async function previewForSubscriber(
  ctx: Context,
  subscriber: Subscriber,
  problems: string[] = [],
): Promise<string> {
  if (problems.length > 0) return sentence(`This choice cannot be saved: ${problems.join("; ")}.`);
  const cadence = editionCadence[subscriber.cadence];
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
  const exclusion = exclusionOf(subscriber, suppression !== null, cadence);
  const notes = exclusion === null ? [] : [exclusionWords(exclusion, subscriber, suppression?.reason)];
  const own = await latestEdition(ctx.db, cadence);
  const edition = own ?? (await latestEdition(ctx.db, "daily"));
  if (!edition) return sentence([...notes, "No edition has been published yet."].join(" "));
  if (!own) notes.push(`No ${cadence} edition has been published yet; this is of the latest daily one.`);
  const chosen = choosePapers(edition, subscriber);
  if (chosen.kind === "none") return sentence([...notes, noChoiceWords(chosen.reason, subscriber)].join(" "));
  const mail = await assemble(ctx, edition, subscriber, chosen.choice);
  return withNote(withLinksOutside(mail.html), notes.join(" "));
}

function exclusionWords(
  exclusion: Exclusion,
  { pausedUntil }: Pick<Subscriber, "pausedUntil">,
  suppressedFor: SuppressionReason | undefined,
): string {
  switch (exclusion) {
    case "suppressed":
      return `Nothing is mailed to your address: ${suppressedFor ? suppressionWords[suppressedFor] : "mail to it is stopped"}.`;
    case "paused":
      return `Your digests are paused: nothing comes before ${pausedUntil ?? "you resume them"}.`;
    case "pending":
      return "Nothing comes before you confirm your address by the link that was mailed to you.";
    case "unsubscribed":
      return "You are unsubscribed: nothing comes until you subscribe again.";
    case "another cadence":
      return "You get no edition of this cadence.";
  }
}

const suppressionWords: Record<SuppressionReason, string> = {
  bounce: "mail to it came back",
  complaint: "a mail to it was reported as spam",
  provider: "the provider that carries our mail refuses it",
  operator: "the operators of this site stopped mail to it",
  left: "you had left this list before",
  erased: "you asked for your data to be erased",
};

function noChoiceWords(reason: NoChoiceReason, { minMatches }: Pick<Subscriber, "minMatches">): string {
  switch (reason) {
    case "no paper is left":
      return "What you mute leaves no paper of the latest edition, so no digest would come.";
    case "no paper matches":
      return "No paper of the latest edition matches this choice, so no digest would come.";
    case "fewer papers match than asked":
      return `Fewer than ${minMatches} papers of the latest edition match this choice, and you skip such days, so no digest would come.`;
  }
}

/** The mail of an edition for a subscriber's preferences of now, or null when nothing is left for them. */
export async function digestFor(
  ctx: Context,
  edition: Edition,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const chosen = choosePapers(edition, subscriber);
  return chosen.kind === "none" ? null : assemble(ctx, edition, subscriber, chosen.choice);
}

async function assemble(
  ctx: Context,
  edition: Edition,
  subscriber: Subscriber,
  choice: DigestChoice,
): Promise<Mail> {
  const { templates } = await ctx.editions.newest(edition.id);
  return assembleDigest(templates[choice.detail], slotsWithLinks(ctx, subscriber, edition.id, choice));
}

/** Links of a mail in a frame open beside it: the sites that they lead to refuse to be framed. */
export function withLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}

function withNote(html: string, note: string): string {
  if (note === "") return html;
  const style =
    "margin:0;padding:12px 16px;font:14px/1.5 system-ui,sans-serif;background:#fff4d6;color:#3d2e00";
  return html.replace(
    /<body[^>]*>/i,
    (body) => `${body}<p role="note" style="${style}">${escapeHtml(note)}</p>`,
  );
}

function sentence(text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Preview</title><style>body{font:16px/1.5 system-ui,sans-serif;padding:2rem}</style></head><body><p>${escapeHtml(text)}</p></body></html>`;
}
