import { createHash } from "node:crypto";
import type { Words } from "../../../../words/words.ts";
import { periodHeading } from "../../../calendar/period-words.ts";
import type { Context } from "../../../context.ts";
import { listEditionMarks } from "../../../editions/store.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { listOwnDigests, type OwnDigest, type OwnPaper } from "../../../publish/list-own-digests.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { editionPath } from "../../parts/paths.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { changedAt, feedFrame, feedTag, latestOf } from "./feed-frame.ts";
import { listTitle, paperListOf } from "./paper-list.ts";

const digestsShown = 14;

/**
 * A reader's digests, one entry each. Nothing in it acts or names the reader: it lies in feed readers that others run,
 * and leads to public pages alone.
 */
export async function personalFeed(
  ctx: Context,
  words: Words,
  subscriber: Subscriber,
  selfPath: string,
): Promise<Feed> {
  const { publicUrl } = ctx.config.site;
  const digests = await listOwnDigests(ctx, subscriber, digestsShown);
  const marks = await listEditionMarks(
    ctx.db,
    digests.map(({ edition }) => edition.id),
  );
  // Two readers' digests of one edition are two entries, and stay so when an address is renewed.
  const reader = createHash("sha256").update(subscriber.id).digest("hex").slice(0, 16);
  const entries = digests.map((digest) => entryOf(words, publicUrl, reader, digest, marks));
  return {
    ...feedFrame(ctx, words),
    title: words.say("site.feed.own"),
    homeUrl: `${publicUrl}/`,
    selfUrl: publicUrl + selfPath,
    id: feedTag(publicUrl, `digests/${reader}`),
    updatedAt: changedAt(ctx, entries),
    entries,
  };
}

function entryOf(
  words: Words,
  publicUrl: string,
  reader: string,
  { edition, papers }: OwnDigest,
  marks: ReadonlyMap<string, PaperMark>,
): FeedEntry {
  const { id, cadence, period, publishedAt, said, ownPapers = papers.length } = edition;
  const url = publicUrl + editionPath(cadence, period);
  const shown = papers.map((one) => ({
    paper: one.paper,
    mark: marks.get(one.paper.id) ?? null,
    because: becauseOf(words, one),
  }));
  return {
    id: feedTag(publicUrl, `digests/${reader}/${id}`),
    url,
    title: listTitle(
      words,
      periodHeading(words, cadence, period),
      papers.map(({ paper }) => paper),
      papers.length,
    ),
    authors: [words.say("site.frame.name")],
    ...paperListOf(words, publicUrl, shown, said?.note ?? null, {
      says: words.say("site.feed.all-papers", { papers: ownPapers }),
      url,
    }),
    categories: [],
    links: [],
    publishedAt,
    updatedAt: latestOf([publishedAt, ...papers.map(({ paper }) => marks.get(paper.id)?.since)]),
  };
}

function becauseOf({ say }: Words, { because, isJoined }: OwnPaper): string | null {
  if (because === "") return null;
  return isJoined ? say("digest.like", { words: because }) : say("digest.because", { what: because });
}
