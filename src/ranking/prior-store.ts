import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { type PriorFigures, priorSignals, type VotedPaper } from "./prior.ts";
import { priorRefits } from "./tables.ts";

/** Weights that an operator had fitted to the installation's own history, and to what. */
export type PriorRefit = { weights: PriorFigures; days: number; papers: number; fittedAt: Date };

const weightsSchema: z.ZodType<PriorFigures> = z.record(z.enum(priorSignals), z.number());

/** The weights that an operator had fitted last; null while those that are shipped hold. */
export async function findRefit(db: Database): Promise<PriorRefit | null> {
  const [row] = await db.select().from(priorRefits);
  const { data: weights } = weightsSchema.safeParse(row?.weights);
  // Those of a later release, which may weigh something else, are left alone.
  return row && weights ? { weights, days: row.days, papers: row.papers, fittedAt: row.fittedAt } : null;
}

/** Makes these the weights that hold. */
export async function upsertRefit(db: Database, refit: PriorRefit): Promise<void> {
  await db.insert(priorRefits).values(refit).onConflictDoUpdate({ target: priorRefits.isOnly, set: refit });
}

/** Goes back to the shipped weights. @returns whether others held. */
export async function deleteRefit(db: Database): Promise<boolean> {
  const { rowCount } = await db.delete(priorRefits);
  return (rowCount ?? 0) > 0;
}

/**
 * The papers that a source that counts votes listed on days of a span, each once on its first of them, in the order
 * of days: with the stars of their first look, and the newest votes known at `now`.
 *
 * @param span `from` its first day, `before` the day after its last.
 */
export async function listVotedPapers(
  db: Database,
  { from, before, now }: { from: string; before: string; now: Date },
): Promise<VotedPaper[]> {
  const until = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await db.execute<VotedPaper>(sql`
    with listed as (
      select paper_id, min(day) as day from paper_listings
      where source = 'huggingface' and dropped_at is null and day >= ${from}::date and day < ${before}::date
      group by paper_id
    )
    select l.day::text as day, last.upvotes, p.organization, p.submitter, cardinality(p.authors) as authors,
      first.stars, p.project_url is not null as "hasProjectPage", coalesce(p.media_count, 0) > 0 as "hasMedia",
      p.claimed_authors as "claimedAuthors", p.is_author_in_discussion as "isAuthorIn"
    from listed l join papers p on p.id = l.paper_id
    cross join lateral (select s.upvotes from paper_signals s
      where s.paper_id = l.paper_id and s.observed_at <= ${until} order by s.observed_at desc limit 1) last
    cross join lateral (select s.stars from paper_signals s
      where s.paper_id = l.paper_id and s.observed_at <= ${until} order by s.observed_at limit 1) first
    order by l.day, l.paper_id`);
  return rows;
}
