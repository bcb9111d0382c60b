import type { Words } from "../../../../words/words.ts";
import { periodHeading } from "../../../calendar/period-words.ts";
import { type Cadence, cadences } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { findEdits } from "../../../editions/revisions-store.ts";
import { countPapers, listLatestReleased, listOwnPapers, type ReleasedRow } from "../../../editions/store.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { editionPath } from "../../parts/paths.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { changedAt, feedFrame, feedTag, latestOf } from "./feed-frame.ts";
import { listTitle, paperListOf } from "./paper-list.ts";

/** About a fortnight of each. */
const editionsShown: Record<Cadence, number> = { daily: 10, weekly: 3, monthly: 2 };
const papersShown = 10;

/** The editions that the feed of editions shows, of one cadence or of all; which was let go last comes first. */
export async function listEditionsOfFeed(ctx: Context, cadence: Cadence | null): Promise<ReleasedRow[]> {
  const rows = await Promise.all(
    (cadence === null ? cadences : [cadence]).map((one) =>
      listLatestReleased(ctx.db, one, cadence === null ? editionsShown[one] : editionsShown.daily),
    ),
  );
  return rows.flat().toSorted((one, other) => other.releasedAt.getTime() - one.releasedAt.getTime());
}

/**
 * One entry for each edition, with its first ten papers.
 *
 * @param cadence of all of them; null where they are of several. @param marks what became of papers since, by id.
 */
export async function feedOfEditions(
  ctx: Context,
  words: Words,
  given: { cadence: Cadence | null; rows: ReleasedRow[]; marks: ReadonlyMap<string, PaperMark> },
  selfPath: string,
): Promise<Feed> {
  const { publicUrl } = ctx.config.site;
  const entries: FeedEntry[] = [];
  for (const row of given.rows) entries.push(await entryOf(ctx, words, row, given.marks));
  return {
    ...feedFrame(ctx, words),
    title: words.say("site.feed.editions", { cadence: given.cadence ?? "all" }),
    homeUrl: `${publicUrl}/`,
    selfUrl: publicUrl + selfPath,
    id: feedTag(publicUrl, `editions/${given.cadence ?? ""}`),
    updatedAt: changedAt(ctx, entries),
    entries,
  };
}

async function entryOf(
  { db, config }: Context,
  words: Words,
  { id, cadence, period, releasedAt, revisedAt, revision }: ReleasedRow,
  marks: ReadonlyMap<string, PaperMark>,
): Promise<FeedEntry> {
  const { publicUrl } = config.site;
  const papers = await listOwnPapers(db, id, { limit: papersShown });
  const { own } = await countPapers(db, id);
  const note = revision === 1 ? null : (await findEdits(db, id)).note;
  const shown = papers.map((paper) => ({ paper, mark: marks.get(paper.id) ?? null, because: null }));
  const url = publicUrl + editionPath(cadence, period);
  const more = own > papers.length ? { says: words.say("site.feed.all-papers", { papers: own }), url } : null;
  return {
    id: feedTag(publicUrl, `edition/${id}`),
    url,
    title: listTitle(words, periodHeading(words, cadence, period), papers, own),
    authors: [words.say("site.frame.name")],
    ...paperListOf(words, publicUrl, shown, note, more),
    categories: [],
    links: [],
    publishedAt: releasedAt,
    updatedAt: latestOf([
      releasedAt,
      revisedAt ?? undefined,
      ...papers.map((paper) => marks.get(paper.id)?.since),
    ]),
  };
}
