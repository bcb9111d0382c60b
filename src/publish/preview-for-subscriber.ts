import type { Cadence } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { findSeenPapers } from "../delivery/ledger/shown-store.ts";
import { type Exclusion, exclusionOf } from "../delivery/plan/exclusion.ts";
import { assembleDigest } from "../digest/assemble.ts";
import { choosePapers, type NoChoiceReason } from "../digest/choose-papers.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import { groupPapers } from "../digest/group-papers.ts";
import { listTastes } from "../digest/list-tastes.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { findLatestEditionRow } from "../editions/store.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { findSuppression, type SuppressionReason } from "../subscribers/suppressions/store.ts";
import { templateIn } from "./draft-edition.ts";
import { subscriberSlots } from "./draft-mail.ts";

/** Why nothing would come, or something else than was chosen. */
export type PreviewNote = Exclusion | NoChoiceReason | "no-edition" | "another-edition";

export type OwnPreview = {
  /** The digest; null when there is none to show. */
  html: string | null;
  /** In the order in which they weigh; none when the digest would come. */
  notes: PreviewNote[];
  /** Of the editions that were chosen. */
  cadence: Cadence;
  /** Why the address is suppressed, where it is. */
  suppressedFor: SuppressionReason | null;
};

/**
 * A reader's digest as it would be now, and why it would not come: in its place where their choice leaves no paper,
 * beside it where nothing is mailed to them whatever they choose.
 *
 * @param subscriber with the choice that is looked at, saved or not, also of a pause.
 */
export async function previewForSubscriber(ctx: Context, subscriber: Subscriber): Promise<OwnPreview> {
  const cadence = editionCadence[subscriber.cadence];
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
  const exclusion = exclusionOf(subscriber, suppression !== null, cadence);
  const notes: PreviewNote[] = exclusion === null ? [] : [exclusion];
  const preview = { notes, cadence, suppressedFor: suppression?.reason ?? null };
  const own = await findLatestEditionRow(ctx.db, cadence);
  const latest = own ?? (await findLatestEditionRow(ctx.db, "daily"));
  if (!latest) return { ...preview, html: null, notes: [...notes, "no-edition"] };
  if (!own) notes.push("another-edition");
  const drafted = await draftFor(ctx, latest.id, subscriber);
  if (drafted.kind === "none") return { ...preview, html: null, notes: [...notes, drafted.reason] };
  return { ...preview, html: withLinksOutside(drafted.mail.html) };
}

/** The mail of an edition for a subscriber's preferences of now, or null when nothing is left for them. */
export async function digestFor(
  ctx: Context,
  editionId: string,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const drafted = await draftFor(ctx, editionId, subscriber);
  return drafted.kind === "none" ? null : drafted.mail;
}

type Drafted = { kind: "mail"; mail: Mail } | { kind: "none"; reason: NoChoiceReason };

/** From what a batch would be sealed with now, so that both choose from the same papers. */
async function draftFor(ctx: Context, editionId: string, subscriber: Subscriber): Promise<Drafted> {
  const compiled = await ctx.editions.newest(editionId);
  const { edition } = compiled;
  const seen = await findSeenPapers(ctx.db, edition, subscriber);
  const taste = (await listTastes(ctx.db, compiled, [subscriber.id])).get(subscriber.id);
  const chosen = choosePapers(edition, subscriber, seen, { shortForms: ctx.config.shortForms, taste });
  if (chosen.kind === "none") return chosen;
  const template = await templateIn(ctx, compiled, chosen.choice.detail, subscriber.language);
  const choice = groupPapers(chosen.choice, template.facts);
  const slots = subscriberSlots(ctx, subscriber, editionId, choice);
  return { kind: "mail", mail: assembleDigest(template, slots) };
}

/** Links of a mail in a frame open beside it: the sites that they lead to refuse to be framed. */
export function withLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
