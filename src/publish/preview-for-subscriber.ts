import type { Cadence } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { findSeenPapers } from "../delivery/ledger/shown-store.ts";
import { type Exclusion, exclusionOf } from "../delivery/plan/exclusion.ts";
import { assembleDigest } from "../digest/assemble.ts";
import { type Chosen, choosePapers, type NoChoiceReason } from "../digest/choose-papers.ts";
import type { DigestChoice, Mail } from "../digest/compiled-digest.ts";
import type { Edition } from "../editions/edition.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { findLatestEdition } from "../editions/store.ts";
import type { Subscriber } from "../subscribers/store.ts";
import { findSuppression, type SuppressionReason } from "../subscribers/suppressions/store.ts";
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
  const own = await findLatestEdition(ctx.db, cadence);
  const edition = own ?? (await findLatestEdition(ctx.db, "daily"));
  if (!edition) return { ...preview, html: null, notes: [...notes, "no-edition"] };
  if (!own) notes.push("another-edition");
  const chosen = await chooseFor(ctx, edition, subscriber);
  if (chosen.kind === "none") return { ...preview, html: null, notes: [...notes, chosen.reason] };
  const mail = await assemble(ctx, edition, subscriber, chosen.choice);
  return { ...preview, html: withLinksOutside(mail.html) };
}

/** The mail of an edition for a subscriber's preferences of now, or null when nothing is left for them. */
export async function digestFor(
  ctx: Context,
  edition: Edition,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const chosen = await chooseFor(ctx, edition, subscriber);
  return chosen.kind === "none" ? null : assemble(ctx, edition, subscriber, chosen.choice);
}

async function chooseFor(ctx: Context, edition: Edition, subscriber: Subscriber): Promise<Chosen> {
  return choosePapers(edition, subscriber, await findSeenPapers(ctx.db, edition, subscriber));
}

async function assemble(
  ctx: Context,
  edition: Edition,
  subscriber: Subscriber,
  choice: DigestChoice,
): Promise<Mail> {
  const { templates } = await ctx.editions.newest(edition.id);
  return assembleDigest(templates[choice.detail], subscriberSlots(ctx, subscriber, edition.id, choice));
}

/** Links of a mail in a frame open beside it: the sites that they lead to refuse to be framed. */
export function withLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
