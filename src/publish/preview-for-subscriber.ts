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
import { findLatestReleased } from "../editions/store.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { findSuppression, type SuppressionReason } from "../subscribers/suppressions/store.ts";
import { type DraftEdition, findDraft, templateIn } from "./draft-edition.ts";
import { subscriberSlots } from "./draft-mail.ts";

/** Why nothing would come, or what is to be known of what is shown. */
export type PreviewNote = Exclusion | NoChoiceReason | "no-edition" | "draft-edition" | "topics-unknown";

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
 * beside it where nothing is mailed to them whatever they choose. It is made from the newest edition of the cadence that
 * they chose that was let go; before the first one from the papers of the period that would be published.
 *
 * @param subscriber with the choice that is looked at, saved or not, also of a pause.
 */
export async function previewForSubscriber(ctx: Context, subscriber: Subscriber): Promise<OwnPreview> {
  const cadence = editionCadence[subscriber.cadence];
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
  const exclusion = exclusionOf(subscriber, suppression !== null, cadence);
  const notes: PreviewNote[] = exclusion === null ? [] : [exclusion];
  const preview = { notes, cadence, suppressedFor: suppression?.reason ?? null };
  const latest = await findLatestReleased(ctx.db, cadence);
  const source = latest ? await sourceOf(ctx, latest.id) : await draftOf(ctx, cadence);
  if (source === null) return { ...preview, html: null, notes: [...notes, "no-edition"] };
  if (!latest) notes.push("draft-edition");
  const drafted = await draftFor(ctx, source, subscriber);
  if (drafted.kind === "none") notes.push(drafted.reason);
  const isTopicUnknown = source.edition.papers.some(({ categories }) => categories.length === 0);
  if (subscriber.topics.length > 0 && isTopicUnknown) notes.push("topics-unknown");
  return { ...preview, html: drafted.kind === "none" ? null : withLinksOutside(drafted.mail.html) };
}

/** The mail of an edition for a subscriber's preferences of now, or null when nothing is left for them. */
export async function digestFor(
  ctx: Context,
  editionId: string,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const drafted = await draftFor(ctx, await sourceOf(ctx, editionId), subscriber);
  return drafted.kind === "none" ? null : drafted.mail;
}

/** What a digest is made from. */
type Source = Pick<DraftEdition, "edition" | "template" | "vectors">;

/** From what a batch would be sealed with now, so that both choose from the same papers. */
async function sourceOf(ctx: Context, editionId: string): Promise<Source> {
  const compiled = await ctx.editions.newest(editionId);
  return { ...compiled, template: (detail, language) => templateIn(ctx, compiled, detail, language) };
}

async function draftOf(ctx: Context, cadence: Cadence): Promise<Source | null> {
  const period = await shownPeriod(ctx.db, { cadence }, ctx.clock.now());
  return findDraft(ctx, { cadence, period, isPublic: true });
}

type Drafted = { kind: "mail"; mail: Mail } | { kind: "none"; reason: NoChoiceReason };

async function draftFor(ctx: Context, source: Source, subscriber: Subscriber): Promise<Drafted> {
  const { edition, template } = source;
  const seen = await findSeenPapers(ctx.db, edition, subscriber);
  const taste = (await listTastes(ctx.db, source, [subscriber.id])).get(subscriber.id);
  const chosen = choosePapers(edition, subscriber, seen, { shortForms: ctx.config.shortForms, taste });
  if (chosen.kind === "none") return chosen;
  const compiled = await template(chosen.choice.detail, subscriber.language);
  const choice = groupPapers(chosen.choice, compiled.facts);
  const slots = subscriberSlots(ctx, subscriber, edition.id, choice);
  return { kind: "mail", mail: assembleDigest(compiled, slots) };
}

/** Links of a mail in a frame open beside it: the sites that they lead to refuse to be framed. */
export function withLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
