import type { Context } from "../../context.ts";
import { linkHash } from "../../delivery/feedback/link-hash.ts";
import { mailedLinksOf } from "../../digest/mailed-links.ts";
import { requireEditionRow } from "../../editions/store.ts";
import type { AddressKeys } from "../../subscribers/suppressions/address-keys.ts";
import type { MarkKind } from "../../taste/marks-store.ts";
import {
  countMarksOf,
  listMailedPapers,
  type MailedPaper,
  pageClicks,
  type ReadersClick,
} from "./readings-store.ts";
import { type ClickedLink, noClicks, type PaperClicks, tallyReader } from "./tally-clicks.ts";

/** What readers did with one paper, as counts: nothing says who. */
export type PaperReadings = {
  paperId: string;
  title: string;
  clicks: PaperClicks;
  /** What readers say of the paper, wherever they met it. */
  marks: Record<MarkKind, number>;
};

export type EditionReadings = {
  editionId: string;
  /** In the order in which the edition was frozen, late risers last; those too that an operator dropped since. */
  papers: PaperReadings[];
  /** Whether events of its time may have been let go of, so that the counts are too low. */
  isPartly: boolean;
};

/** Each with some clicks, of which some hundreds are read at the most: few enough for the memory of a web process. */
const readersAtOnce = 500;
const dayMs = 86_400_000;

/**
 * Counts what readers clicked and marked, paper by paper, from the events and marks that are kept anyway. Readers who
 * were erased are not counted any more. @throws {NotFoundError} for an unknown edition.
 */
export async function gatherReadings(
  ctx: Pick<Context, "db" | "clock" | "config" | "addressKeys">,
  editionId: string,
): Promise<EditionReadings> {
  const { publishedAt } = await requireEditionRow(ctx.db, editionId);
  const papers = await listMailedPapers(ctx.db, editionId);
  const clicks = await countClicks(ctx, editionId, papers);
  const marks = new Map<string, Record<MarkKind, number>>();
  for (const { paperId, kind, count } of await countMarksOf(
    ctx.db,
    papers.map((paper) => paper.paperId),
  ))
    marks.set(paperId, { ...(marks.get(paperId) ?? noMarks), [kind]: count });
  const { events: keptDays } = ctx.config.retention;
  const ageMs = ctx.clock.now().getTime() - publishedAt.getTime();
  return {
    editionId,
    papers: papers.map(({ paperId, title }) => ({
      paperId,
      title,
      clicks: clicks.get(paperId) ?? noClicks(),
      marks: marks.get(paperId) ?? noMarks,
    })),
    isPartly: keptDays > 0 && ageMs > keptDays * dayMs,
  };
}

const noMarks: Record<MarkKind, number> = { more: 0, less: 0, save: 0 };

async function countClicks(
  { db, addressKeys }: Pick<Context, "db" | "addressKeys">,
  editionId: string,
  papers: MailedPaper[],
): Promise<Map<string, PaperClicks>> {
  const counts = new Map<string, PaperClicks>();
  const findLink = linkFinder(papers, addressKeys);
  for (let after: string | null = null; ; ) {
    const page: ReadersClick[] = await pageClicks(db, editionId, { after, limit: readersAtOnce });
    const last = page.at(-1);
    if (last === undefined) return counts;
    for (const clicks of byReader(page)) tallyReader(counts, clicks, findLink);
    after = last.subscriberId;
  }
}

function byReader(page: ReadersClick[]): ReadersClick[][] {
  const readers = new Map<string, ReadersClick[]>();
  for (const click of page) {
    const known = readers.get(click.subscriberId);
    if (known) known.push(click);
    else readers.set(click.subscriberId, [click]);
  }
  return [...readers.values()];
}

/** Finds links as the provider tells them, and as events that were reduced keep them. A link of two papers is of neither. */
function linkFinder(papers: MailedPaper[], keys: AddressKeys): (link: string) => ClickedLink | null {
  const known = new Map<string, ClickedLink | null>();
  for (const paper of papers) {
    const { paperId } = paper;
    for (const { kind, url } of mailedLinksOf(paper)) {
      const other = known.get(url);
      const isShared = other !== undefined && other?.paperId !== paperId;
      const link = isShared ? null : (other ?? { paperId, kind });
      for (const name of [url, ...keys.all.map((key) => linkHash(key, url))]) known.set(name, link);
    }
  }
  return (link) => known.get(link) ?? null;
}
