import { asc, desc, eq, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import type { Signal } from "../papers/signals-store.ts";
import { paperColumns, type StoredPaper } from "../papers/store.ts";
import { paperSignals, papers } from "../papers/tables.ts";
import type { EditionSection } from "../ranking/rank-period.ts";
import { type FrozenExplanation, parseExplanation, type StoredExplanation } from "./frozen-explanation.ts";
import { editionPapers, editions } from "./tables.ts";

type Placing = {
  editionId: string;
  cadence: Cadence;
  period: string;
  section: EditionSection;
  rank: number;
  explanation: FrozenExplanation | null;
};
type RelatedPaper = { id: string; title: string; publishedAt: Date };

export type PaperRecord = {
  paper: StoredPaper;
  /** In the order of time. */
  signals: Signal[];
  /** Where editions placed it, the latest first. */
  placings: Placing[];
  related: RelatedPaper[];
};

const relatedShown = 5;
/** Of the papers that share a word of the title, this many, the nearest in time, are compared by all words. */
const relatedWeighed = 200;

/** All that is known of a paper, or null when it never was collected. */
export async function findPaper(db: Database, id: string): Promise<PaperRecord | null> {
  const [paper] = await db.select(paperColumns).from(papers).where(eq(papers.id, id));
  if (!paper) return null;
  const [signals, placings, related] = await Promise.all([
    db
      .select({
        observedAt: paperSignals.observedAt,
        upvotes: paperSignals.upvotes,
        comments: paperSignals.comments,
        stars: paperSignals.stars,
        position: paperSignals.position,
      })
      .from(paperSignals)
      .where(eq(paperSignals.paperId, id))
      .orderBy(asc(paperSignals.observedAt)),
    listPlacings(db, id),
    listRelated(db, paper),
  ]);
  return { paper, signals, placings, related };
}

async function listPlacings(db: Database, id: string): Promise<Placing[]> {
  const rows = await db
    .select({
      editionId: editions.id,
      cadence: editions.cadence,
      period: editions.period,
      section: editionPapers.section,
      rank: editionPapers.rank,
      stored: sql<StoredExplanation>`jsonb_build_object(
        'explanation', ${editionPapers.frozen}->'explanation', 'reason', ${editionPapers.frozen}->'reason')`,
    })
    .from(editionPapers)
    .innerJoin(editions, eq(editions.id, editionPapers.editionId))
    .where(eq(editionPapers.paperId, id))
    .orderBy(desc(editions.publishedAt))
    .limit(20);
  return rows.map(({ stored, ...placing }) => ({ ...placing, explanation: parseExplanation(stored) }));
}

/** Papers of about the same time that share words with the title, the most and weightiest first. */
async function listRelated(
  db: Database,
  paper: Pick<StoredPaper, "id" | "title" | "publishedAt">,
): Promise<RelatedPaper[]> {
  // Asked for first: the planner goes by how frequent words are, which it cannot know of a subquery's.
  const words = await db.execute<{ query: string | null }>(sql`
    select string_agg(quote_literal(lexeme), ' | ') as query
    from unnest(to_tsvector('english', ${paper.title})) where length(lexeme) > 2`);
  const query = words.rows[0]?.query;
  if (!query) return [];
  const { rows } = await db.execute<{ id: string; title: string; publishedAt: string | Date }>(sql`
    with near as (
      select id, title, published_at, search from papers
      where search @@ ${query}::tsquery and id <> ${paper.id}
        and published_at <= ${paper.publishedAt.toISOString()}::timestamptz + interval '60 days'
      order by published_at desc limit ${relatedWeighed}
    )
    select id, title, published_at as "publishedAt" from near
    order by ts_rank('{0, 0.1, 0.2, 1.0}', search, ${query}::tsquery) desc, published_at desc
    limit ${relatedShown}`);
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }));
}
