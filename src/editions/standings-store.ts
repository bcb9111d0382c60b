import { asc, eq, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { paperListings } from "../papers/tables.ts";
import type { EditionSection } from "../ranking/rank-period.ts";
import { editionPapers, editions } from "./tables.ts";

/** On which day a source listed a paper. */
export type PaperListing = { day: string; source: string; droppedAt: Date | null };

/** Where an edition placed a paper, with the score of then. */
export type EditionStanding = {
  editionId: string;
  cadence: Cadence;
  publishedAt: Date;
  section: EditionSection;
  rank: number;
  score: number;
  /** By name, as the release that froze it made them. */
  parts: Record<string, number>;
  upvotes: number;
};

/** By day, then by source. */
export function listListings(db: Database, paperId: string): Promise<PaperListing[]> {
  return db
    .select({ day: paperListings.day, source: paperListings.source, droppedAt: paperListings.droppedAt })
    .from(paperListings)
    .where(eq(paperListings.paperId, paperId))
    .orderBy(asc(paperListings.day), asc(paperListings.source));
}

/** In the order in which the editions were published. */
export function listStandings(db: Database, paperId: string): Promise<EditionStanding[]> {
  return db
    .select({
      editionId: editions.id,
      cadence: editions.cadence,
      publishedAt: editions.publishedAt,
      section: editionPapers.section,
      rank: editionPapers.rank,
      score: editionPapers.score,
      parts: editionPapers.parts,
      upvotes: sql<number>`(${editionPapers.frozen}->>'upvotes')::int`,
    })
    .from(editionPapers)
    .innerJoin(editions, eq(editions.id, editionPapers.editionId))
    .where(eq(editionPapers.paperId, paperId))
    .orderBy(asc(editions.publishedAt), asc(editions.id));
}
