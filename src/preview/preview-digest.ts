import type { Cadence } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { findSeenPapers } from "../delivery/ledger/shown-store.ts";
import { type Exclusion, exclusionOf } from "../delivery/plan/exclusion.ts";
import type { NoChoiceReason } from "../digest/choose-papers.ts";
import type { Mail } from "../digest/compiled-digest.ts";
import type { Detail, Edition } from "../editions/edition.ts";
import { draftEdition } from "../publish/draft-edition.ts";
import { draftMail, usualSubscriber } from "../publish/draft-mail.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import { requireSubscriber, type Subscriber } from "../subscribers/store.ts";
import { findSuppression } from "../subscribers/suppressions/store.ts";
import { inspectMail, type MailInspection } from "./inspect-mail.ts";

export type PreviewInput = {
  cadence: Cadence;
  /** A day or a period; that of `shownPeriod` when null. */
  date: string | null;
  /** The reader's own when null. */
  detail: Detail | null;
  /** Id of a subscriber, or null for a reader with the usual preferences. */
  subscriberId: string | null;
};

export type Preview = {
  edition: Edition;
  isFrozen: boolean;
  detail: Detail;
  /** The address of the subscriber that it is for, or null when it is for nobody. */
  reader: string | null;
  /** Why nothing of it goes to that subscriber, whatever they chose; null when it may. */
  exclusion: Exclusion | null;
} & (
  | { kind: "mail"; mail: Mail; isQuiet: boolean; fingerprint: string; inspection: MailInspection }
  | { kind: "none"; reason: NoChoiceReason }
);

/**
 * The digest that a reader would get, from the frozen edition or the ranking of now, with what is to be said
 * against it. Writes and sends nothing.
 *
 * @throws {InvalidInputError} for a malformed date, {NotFoundError} for an unknown reader, {RefusedError}
 * when there are no papers.
 */
export async function previewDigest(ctx: Context, input: PreviewInput): Promise<Preview> {
  const { cadence, date } = input;
  const period = await shownPeriod(ctx.db, { cadence, date }, ctx.clock.now());
  const subscriber = input.subscriberId === null ? null : await requireSubscriber(ctx.db, input.subscriberId);
  const reader = subscriber ?? usualSubscriber();
  const draft = await draftEdition(ctx, { cadence, period });
  const detail = input.detail ?? reader.detail;
  const seen = await findSeenPapers(ctx.db, draft.edition, subscriber);
  const drafted = await draftMail(ctx, draft, { reader, subscriber, seen, detail });
  const about = {
    edition: draft.edition,
    isFrozen: draft.isFrozen,
    detail,
    reader: subscriber?.email ?? null,
    exclusion: subscriber === null ? null : await findExclusion(ctx, subscriber, cadence),
  };
  if (drafted.kind === "none") return { ...about, ...drafted };
  const inspection = inspectMail(drafted.mail, knownLinks(ctx, draft.edition));
  return { ...about, ...drafted, inspection };
}

async function findExclusion(ctx: Context, subscriber: Subscriber, cadence: Cadence) {
  const suppression = await findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
  return exclusionOf(subscriber, suppression !== null, cadence);
}

function knownLinks(ctx: Context, edition: Edition): string[] {
  const links = edition.papers.flatMap(({ links }) => Object.values(links));
  return [ctx.config.site.publicUrl, "https://huggingface.co", ...links.filter((link) => link !== null)];
}
