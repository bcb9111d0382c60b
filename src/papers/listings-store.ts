import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { SourceName } from "./sources/paper-source.ts";
import { listPapers, type StoredPaper } from "./store.ts";

/** Notes that a source lists papers on a day; one that it had dropped is listed again. */
export async function insertListings(
  tx: Database,
  { day, source, ids, now }: { day: string; source: SourceName; ids: string[]; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    insert into paper_listings (day, source, paper_id, first_seen_at)
    select ${day}::date, ${source}, id, ${now.toISOString()}::timestamptz from unnest(${sqlArray(ids)}::text[]) as id
    on conflict (day, source, paper_id) do update set dropped_at = null where paper_listings.dropped_at is not null`);
}

/** A list that lost more than this part of its papers at once is a fault of the source. */
const mostDropped = 1 / 3;

/**
 * Notes which papers a source's whole list of a day is without that were on it before; none when so many are gone
 * that the list itself must be wrong.
 *
 * @param ids all that the list names, also what could not be read.
 */
export async function noteDropped(
  tx: Database,
  { day, source, ids, now }: { day: string; source: SourceName; ids: string[]; now: Date },
): Promise<void> {
  const known = await listPaperIds(tx, day, source);
  const named = new Set(ids);
  const gone = known.filter((id) => !named.has(id));
  if (gone.length === 0 || gone.length > known.length * mostDropped) return;
  await tx.execute(sql`
    update paper_listings set dropped_at = ${now.toISOString()}::timestamptz
    where day = ${day} and source = ${source} and paper_id = any(${sqlArray(gone)}::text[]) and dropped_at is null`);
}

export type ListedPaper = {
  paper: StoredPaper;
  /** The latest of the asked days on which it was listed. */
  day: string;
  /** Whether a source that counts votes lists it. */
  isVotedOn: boolean;
};

/**
 * The papers that any source lists on one of the days, each once, by id: without those that were withdrawn, and
 * those that their source dropped from its list.
 */
export async function listPapersOf(db: Database, days: string[]): Promise<ListedPaper[]> {
  const { rows } = await db.execute<{ id: string; day: string; voted: boolean }>(sql`
    select paper_id as id, max(day)::text as day, bool_or(source = 'huggingface') as voted
    from paper_listings where day = any(${sqlArray(days)}::date[]) and dropped_at is null
    group by paper_id order by paper_id`);
  const found = new Map(
    (
      await listPapers(
        db,
        rows.map((row) => row.id),
      )
    ).map((paper) => [paper.id, paper]),
  );
  return rows.flatMap(({ id, day, voted }) => {
    const paper = found.get(id);
    return paper && paper.withdrawnAt === null ? [{ paper, day, isVotedOn: voted }] : [];
  });
}

/** The ids that a source lists on a day, without those that it dropped, in order. */
export async function listPaperIds(db: Database, day: string, source: SourceName): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select paper_id as id from paper_listings where day = ${day} and source = ${source}
      and dropped_at is null order by id`,
  );
  return rows.map((row) => row.id);
}

/** What arXiv is to be asked for: `ids`, of which it certainly has the `known`. */
export type ToEnrich = { ids: string[]; known: string[] };

/**
 * The ids of a day's papers that arXiv should be asked about: those it never answered for, and those whose answer
 * is some hours old, since it may have learned of them, or they may have been withdrawn. When there are any, a paper that it has is among them, if
 * one is there, so that an outage is told from papers that it does not know.
 */
export async function listIdsToEnrich(db: Database, day: string, now: Date): Promise<ToEnrich> {
  const at = now.toISOString();
  const { rows } = await db.execute<{ id: string; known: boolean }>(sql`
    select p.id, p.primary_category is not null and p.enriched_at is not null as known from papers p
    where exists (select 1 from paper_listings l where l.paper_id = p.id and l.day = ${day})
      and (p.enriched_at is null or p.enriched_at < ${at}::timestamptz - interval '6 hours')
    order by p.id`);
  const ids = rows.map((row) => row.id);
  const known = rows.flatMap((row) => (row.known ? [row.id] : []));
  if (ids.length === 0 || known.length > 0) return { ids, known };
  const { rows: others } = await db.execute<{ id: string }>(sql`
    select id from papers where primary_category is not null and enriched_at is not null
    order by published_at desc, id limit 1`);
  const other = others.map((row) => row.id);
  return { ids: [...ids, ...other], known: other };
}

/** Whether any source listed a paper on one of the days. */
export async function hasPapers(db: Database, days: string[]): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select from paper_listings where day = any(${sqlArray(days)}::date[]) limit 1`,
  );
  return rows.length > 0;
}
