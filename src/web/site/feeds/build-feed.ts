import type { Words } from "../../../../words/words.ts";
import type { Cadence } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { shortTextOf, type ToldPaper } from "../../../digest/short-text.ts";
import type { Edition, FrozenPaper } from "../../../editions/edition.ts";
import { explanationSentence } from "../../../editions/explanation-sentence.ts";
import { listLatestReleased, mailedPartOf, type ReleasedRow } from "../../../editions/store.ts";
import { httpsLink } from "../../../papers/https-link.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { paperLinksOf } from "../../../papers/paper-links.ts";
import { searchPapers } from "../../../papers/search/search-papers.ts";
import { categoriesOf } from "../../../papers/topics.ts";
import { paperPath } from "../../parts/paths.ts";
import { markText } from "../pages/paper-mark.tsx";
import type { Feed, FeedEntry, FeedLink } from "./feed.ts";
import { changedAt, feedFrame, feedTag, latestOf } from "./feed-frame.ts";

/** How many editions a feed goes back: a reader that looks once in a while misses nothing. */
const editionsShown: Record<Cadence, number> = { daily: 5, weekly: 2, monthly: 1 };
const authorsNamed = 20;
const searchEntries = 50;

/** The editions that a cadence's feed shows, the latest first. */
export function editionsOfFeed(ctx: Context, cadence: Cadence): Promise<ReleasedRow[]> {
  return listLatestReleased(ctx.db, cadence, editionsShown[cadence]);
}

type EditionFeed = { cadence: Cadence; rows: ReleasedRow[]; marks: ReadonlyMap<string, PaperMark> };

/**
 * The papers of editions of a cadence from which mails choose, each by rank, then late risers, which say that they are.
 *
 * @param marks what became of papers since, by id.
 */
export async function editionFeed(
  ctx: Context,
  words: Words,
  { cadence, rows, marks }: EditionFeed,
  selfPath: string,
): Promise<Feed> {
  const { publicUrl } = ctx.config.site;
  const told = await Promise.all(
    rows.map(async (row) => ({ edition: await mailedPartOf(ctx.db, row), releasedAt: row.releasedAt })),
  );
  const entries = told.flatMap((one) => entriesOf(words, one, marks, publicUrl));
  return {
    ...feedFrame(ctx, words),
    title: words.say("site.feed.edition", { cadence }),
    homeUrl: cadence === "daily" ? `${publicUrl}/` : `${publicUrl}/editions/${cadence}`,
    selfUrl: publicUrl + selfPath,
    id: feedTag(publicUrl, `feed/${cadence}`),
    updatedAt: changedAt(ctx, entries),
    entries,
  };
}

function entriesOf(
  words: Words,
  { edition, releasedAt }: { edition: Edition; releasedAt: Date },
  marks: ReadonlyMap<string, PaperMark>,
  publicUrl: string,
): FeedEntry[] {
  return edition.papers.map((paper) => ({
    // The same paper may stand in two editions: each is an entry of its own.
    id: feedTag(publicUrl, `${edition.id}/${paper.id}`),
    url: publicUrl + paperPath(paper.id),
    title: paper.title,
    authors: namesOf(words, paper.authors),
    summary: paragraphs([
      markText(words, marks.get(paper.id) ?? null),
      explanationSentence(paper.explanation, words),
      textOf(words, paper),
    ]),
    categories: paper.categories,
    links: linksOf(words, paper.links),
    publishedAt: releasedAt,
    updatedAt: latestOf([releasedAt, marks.get(paper.id)?.since]),
  }));
}

/** A feed has room for the whole abstract, where nobody has written a summary that tells more. */
function textOf({ say }: Words, paper: ToldPaper): string {
  const short = shortTextOf(paper);
  if (short?.by === "model") return `${short.text} ${say("site.paper.by-machine", { model: short.model })}`;
  return short?.by === "source" ? short.text : paper.abstract;
}

function paragraphs(texts: string[]): string {
  return texts.filter((text) => text !== "").join("\n\n");
}

/** What a search finds, the latest first. */
export async function searchFeed(
  ctx: Context,
  words: Words,
  search: { query: string; category: string | null },
  selfPath: string,
): Promise<Feed> {
  const { papers, exact, insteadOf } = await searchPapers(ctx.db, {
    query: search.query,
    categories: search.category === null ? null : categoriesOf(search.category),
    since: null,
    // By weight a paper of today may never be among the first.
    order: "date",
    limit: searchEntries,
    offset: 0,
  });
  // What is only close today makes room for better tomorrow: a feed would call it new.
  const asAsked = insteadOf === null ? papers.slice(0, exact) : [];
  const asked = new URLSearchParams({ q: search.query });
  if (search.category) asked.set("category", search.category);
  return paperListFeed(ctx, words, {
    title: words.say("site.feed.search", { query: search.query }),
    homePath: `/search?${asked}`,
    selfPath,
    tagPath: `search/${encodeURIComponent(search.query)}/${search.category ?? ""}`,
    papers: asAsked.map((paper) => ({ ...paper, links: paperLinksOf(paper) })),
  });
}

/** A paper of any list that is no edition. */
type ListedPaper = ToldPaper & {
  id: string;
  title: string;
  authors: string[];
  primaryCategory: string | null;
  categories?: string[];
  links: FrozenPaper["links"];
  mark: PaperMark | null;
  publishedAt: Date;
  updatedAt: Date;
};

export type PaperList = {
  title: string;
  homePath: string;
  selfPath: string;
  /** What names the list for ever, after the site's host and year. */
  tagPath: string;
  papers: ListedPaper[];
};

/** A feed of papers, in their order; it has changed when one of them has. */
export function paperListFeed(
  ctx: Pick<Context, "config" | "clock" | "settings">,
  words: Words,
  { title, homePath, selfPath, tagPath, papers }: PaperList,
): Feed {
  const { publicUrl } = ctx.config.site;
  const entries = papers.map((paper) => ({
    id: feedTag(publicUrl, `paper/${paper.id}`),
    url: publicUrl + paperPath(paper.id),
    title: paper.title,
    authors: namesOf(words, paper.authors),
    summary: paragraphs([markText(words, paper.mark), textOf(words, paper)]),
    categories: paper.categories ?? (paper.primaryCategory ? [paper.primaryCategory] : []),
    links: linksOf(words, paper.links),
    publishedAt: paper.publishedAt,
    updatedAt: latestOf([paper.updatedAt, paper.mark?.since]),
  }));
  return {
    ...feedFrame(ctx, words),
    title,
    homeUrl: publicUrl + homePath,
    selfUrl: publicUrl + selfPath,
    id: feedTag(publicUrl, tagPath),
    updatedAt: changedAt(ctx, entries),
    entries,
  };
}

/** arXiv's page first: that is what an entry is about. */
function linksOf({ say }: Words, links: FrozenPaper["links"]): FeedLink[] {
  const named = [
    { title: say("site.paper.arxiv"), url: links.arxiv, type: "text/html" },
    { title: say("site.paper.pdf"), url: links.pdf, type: "application/pdf" },
    { title: say("site.paper.code"), url: links.code, type: "text/html" },
    { title: say("site.paper.project"), url: links.project, type: "text/html" },
  ] as const;
  return named.flatMap((link) => {
    const url = httpsLink(link.url);
    return url === null ? [] : [{ ...link, url }];
  });
}

function namesOf({ say }: Words, authors: string[]): string[] {
  const named = authors.filter((name) => name.trim() !== "").slice(0, authorsNamed);
  return named.length > 0 ? named : [say("site.paper.authors", { count: 0 })];
}
