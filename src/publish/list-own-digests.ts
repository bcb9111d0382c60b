import type { Context } from "../context.ts";
import { listShownDigests } from "../delivery/ledger/own-digests-store.ts";
import { findSeenPapers } from "../delivery/ledger/shown-store.ts";
import { choosePapers } from "../digest/choose-papers.ts";
import type { DigestChoice } from "../digest/compiled-digest.ts";
import { listTastes } from "../digest/list-tastes.ts";
import { findEditionOfSet } from "../digest/store.ts";
import type { Edition, FrozenPaper } from "../editions/edition.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { findLatestReleased } from "../editions/store.ts";
import type { Subscriber } from "../subscribers/store.ts";

/** A digest of a reader, without what is only for its mail. */
export type OwnDigest = { edition: Omit<Edition, "papers">; papers: OwnPaper[] };

export type OwnPaper = {
  paper: FrozenPaper;
  /** What it matches of what the reader follows, or shares with what they marked, in words; hostile. Empty when neither. */
  because: string;
  /** It matches nothing, and is like what the reader marked. */
  isJoined: boolean;
};

/**
 * A reader's digests, the latest first, each as it was sealed, whatever they chose since. Before their first the one
 * that their preferences make of the latest edition; none when that leaves no paper.
 */
export async function listOwnDigests(
  ctx: Context,
  subscriber: Subscriber,
  limit: number,
): Promise<OwnDigest[]> {
  const shown = await listShownDigests(ctx.db, subscriber.id, limit);
  const digests: OwnDigest[] = [];
  for (const { editionId, choice, setId } of shown) {
    // A quiet mail tells that there is none.
    const edition = choice.quiet === undefined ? await findEditionOfSet(ctx.db, editionId, setId) : null;
    if (edition) digests.push(digestOf(edition, choice));
  }
  return shown.length > 0 ? digests : firstDigest(ctx, subscriber);
}

/** From what a batch would be sealed with now. */
async function firstDigest(ctx: Context, subscriber: Subscriber): Promise<OwnDigest[]> {
  const latest = await findLatestReleased(ctx.db, editionCadence[subscriber.cadence]);
  if (!latest) return [];
  const compiled = await ctx.editions.newest(latest.id);
  const seen = await findSeenPapers(ctx.db, compiled.edition, subscriber);
  const taste = (await listTastes(ctx.db, compiled, [subscriber.id])).get(subscriber.id);
  const { shortForms } = ctx.config;
  const chosen = choosePapers(compiled.edition, subscriber, seen, { shortForms, taste });
  return chosen.kind === "none" ? [] : [digestOf(compiled.edition, chosen.choice)];
}

function digestOf({ papers, ...edition }: Edition, choice: DigestChoice): OwnDigest {
  const joined = new Set(choice.joined);
  const own = (indexes: number[], because: string[] = []) =>
    indexes.flatMap((index, place) => {
      const paper = papers[index];
      return paper ? [{ paper, because: because[place] ?? "", isJoined: joined.has(index) }] : [];
    });
  return {
    edition,
    papers: [
      ...own(choice.forYou, choice.because),
      ...own(choice.top),
      ...own(choice.late, choice.becauseLate),
    ],
  };
}
