import { inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { SourcePaper } from "./sources/paper-source.ts";
import { papers } from "./tables.ts";
import { saysWithdrawn } from "./withdrawn.ts";

export type StoredPaper = Omit<typeof papers.$inferSelect, "search">;
/** Rows of one statement; a row has some thirty parameters and PostgreSQL takes 65,535. */
const rowsPerStatement = 500;

/** Every column but the text-search vector, which only the database reads. */
export const paperColumns = {
  id: papers.id,
  title: papers.title,
  abstract: papers.abstract,
  summary: papers.summary,
  machineSummary: papers.machineSummary,
  machineSummaryModel: papers.machineSummaryModel,
  machineSummaryAt: papers.machineSummaryAt,
  authors: papers.authors,
  organization: papers.organization,
  keywords: papers.keywords,
  primaryCategory: papers.primaryCategory,
  categories: papers.categories,
  doi: papers.doi,
  comment: papers.comment,
  publishedAt: papers.publishedAt,
  codeUrl: papers.codeUrl,
  projectUrl: papers.projectUrl,
  discussionUrl: papers.discussionUrl,
  thumbnailUrl: papers.thumbnailUrl,
  mediaUrls: papers.mediaUrls,
  submitter: papers.submitter,
  claimedAuthors: papers.claimedAuthors,
  isAuthorInDiscussion: papers.isAuthorInDiscussion,
  mediaCount: papers.mediaCount,
  discussionId: papers.discussionId,
  firstSeenAt: papers.firstSeenAt,
  updatedAt: papers.updatedAt,
  enrichedAt: papers.enrichedAt,
  withdrawnAt: papers.withdrawnAt,
};

// --- writing ------------------------------------------------------------------

/** Makes everybody who stores papers take turns until the transaction ends. */
export async function lockIngest(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ingest'))`);
}

/**
 * Inserts papers or completes them. What a source does not say never erases what is known. A source that
 * `owns` titles and texts renews them; any other only fills gaps, so that two sources cannot take turns.
 *
 * @returns how many were new.
 */
export async function upsertPapers(
  tx: Database,
  list: SourcePaper[],
  { now, ownsTexts, isEnrichment = false }: { now: Date; ownsTexts: boolean; isEnrichment?: boolean },
): Promise<{ added: number }> {
  let added = 0;
  const changes = changesOnConflict(ownsTexts);
  const isChanged = sql.join(
    changes.map(({ column, value }) => sql`papers.${sql.identifier(column)} is distinct from ${value}`),
    sql` or `,
  );
  const assignments = sql.join(
    [
      ...changes.map(({ column, value }) => sql`${sql.identifier(column)} = ${value}`),
      sql`updated_at = excluded.updated_at`,
    ],
    sql`, `,
  );
  // The same order in every process: no two wait for each other's rows.
  const sorted = list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const chunk of chunksOf(sorted)) {
    const rows = sql.join(
      chunk.map((paper) => rowOf(paper, now, isEnrichment)),
      sql`, `,
    );
    const { rows: written } = await tx.execute<{ added: boolean }>(sql`
      insert into papers (id, title, abstract, summary, authors, organization, keywords, primary_category,
        categories, doi, comment, published_at, code_url, project_url, discussion_url, thumbnail_url, media_urls,
        submitter, claimed_authors, is_author_in_discussion, media_count, discussion_id,
        first_seen_at, updated_at, enriched_at, withdrawn_at)
      values ${rows}
      on conflict (id) do update set ${assignments} where ${isChanged}
      returning (xmax = 0) as added`);
    added += written.filter((row) => row.added).length;
  }
  return { added };
}

/** Notes that arXiv answered for these ids, also where it knew nothing. */
export async function markEnriched(tx: Database, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(papers).set({ enrichedAt: now }).where(inArray(papers.id, ids));
}

// --- reading ------------------------------------------------------------------

/** In no particular order. */
export async function listPapers(db: Database, ids: string[]): Promise<StoredPaper[]> {
  return ids.length === 0 ? [] : db.select(paperColumns).from(papers).where(inArray(papers.id, ids));
}

// --- helpers ------------------------------------------------------------------

function rowOf(paper: SourcePaper, now: Date, isEnrichment: boolean): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { discussion } = paper;
  return sql`(${paper.id}, ${paper.title}, ${paper.abstract}, ${paper.summary}, ${sqlArray(paper.authors)}::text[],
    ${paper.organization}, ${sqlArray(paper.keywords)}::text[], ${paper.primaryCategory}, ${sqlArray(paper.categories)}::text[],
    ${paper.doi}, ${paper.comment}, ${paper.publishedAt.toISOString()}::timestamptz, ${paper.codeUrl},
    ${paper.projectUrl}, ${paper.discussionUrl}, ${paper.thumbnailUrl},
    ${discussion ? sqlArray(discussion.mediaUrls) : null}::text[], ${discussion?.submitter ?? null},
    ${discussion?.claimedAuthors ?? null}::int, ${discussion?.isAuthorIn ?? null}::boolean, ${discussion?.mediaCount ?? null}::int,
    ${discussion?.id ?? null}, ${at}, ${at},
    ${isEnrichment ? at : sql`null::timestamptz`}, ${saysWithdrawn(paper) ? at : sql`null::timestamptz`})`;
}

/** What becomes of each column when the paper is known already. */
function changesOnConflict(ownsTexts: boolean): { column: string; value: SQL }[] {
  const text = (column: string) => {
    const [known, given] = [sql`papers.${sql.identifier(column)}`, sql`excluded.${sql.identifier(column)}`];
    const [first, second] = ownsTexts ? [given, known] : [known, given];
    return { column, value: sql`coalesce(nullif(${first}, ''), ${second})` };
  };
  const list = (column: string) => {
    const [known, given] = [sql`papers.${sql.identifier(column)}`, sql`excluded.${sql.identifier(column)}`];
    return { column, value: sql`case when cardinality(${given}) > 0 then ${given} else ${known} end` };
  };
  const given = (column: string) => ({
    column,
    value: sql`coalesce(excluded.${sql.identifier(column)}, papers.${sql.identifier(column)})`,
  });
  const isLonger = ownsTexts ? sql`>=` : sql`>`;
  return [
    text("title"),
    text("abstract"),
    text("summary"),
    text("organization"),
    // Hugging Face may list fewer authors than arXiv; never the other way round.
    {
      column: "authors",
      value: sql`case when cardinality(excluded.authors) ${isLonger} cardinality(papers.authors) then excluded.authors else papers.authors end`,
    },
    list("keywords"),
    list("categories"),
    given("primary_category"),
    given("doi"),
    given("comment"),
    { column: "published_at", value: sql`least(papers.published_at, excluded.published_at)` },
    given("code_url"),
    given("project_url"),
    given("discussion_url"),
    given("thumbnail_url"),
    list("media_urls"),
    given("submitter"),
    given("claimed_authors"),
    given("is_author_in_discussion"),
    given("media_count"),
    given("discussion_id"),
    given("enriched_at"),
    // A source that still has the text of before says nothing of it, so that only the first news counts.
    { column: "withdrawn_at", value: sql`coalesce(papers.withdrawn_at, excluded.withdrawn_at)` },
  ];
}

export function* chunksOf<T>(list: T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += rowsPerStatement) {
    yield list.slice(start, start + rowsPerStatement);
  }
}
