import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { ListPart, SavedOrder, SavedPaper } from "./reading-list.ts";
import { paperMarks } from "./tables.ts";

const isOf = {
  open: sql`m.done_at is null`,
  done: sql`m.done_at is not null`,
  all: sql`true`,
} as const satisfies Record<ListPart, SQL>;

const orderBy = {
  saved: sql`m.marked_at desc, m.paper_id`,
  votes: sql`coalesce(s.upvotes, 0) desc, m.marked_at desc, m.paper_id`,
} as const satisfies Record<SavedOrder, SQL>;

type Row = { paperId: string; savedAt: string | Date; doneAt: string | Date | null };

/** A part of the papers that a reader saved: the last saved first, or by the votes that were observed last. */
export async function pageSavedPapers(
  db: Database,
  subscriberId: string,
  { part, order, limit, offset }: { part: ListPart; order: SavedOrder; limit: number; offset: number },
): Promise<SavedPaper[]> {
  const { rows } = await db.execute<Row>(sql`
    select m.paper_id as "paperId", m.marked_at as "savedAt", m.done_at as "doneAt" from paper_marks m
    left join lateral (
      select upvotes from paper_signals where paper_id = m.paper_id order by observed_at desc limit 1) s on true
    where m.subscriber_id = ${subscriberId} and m.kind = 'save' and ${isOf[part]}
    order by ${orderBy[order]} limit ${limit} offset ${offset}`);
  return rows.map(savedPaperOf);
}

/** How many papers of their list a reader has not read, and how many they have. */
export async function countSavedPapers(
  db: Database,
  subscriberId: string,
): Promise<{ open: number; done: number }> {
  const [counts] = await db
    .select({
      open: sql<number>`(count(*) filter (where done_at is null))::int`,
      done: sql<number>`(count(*) filter (where done_at is not null))::int`,
    })
    .from(paperMarks)
    .where(and(eq(paperMarks.subscriberId, subscriberId), eq(paperMarks.kind, "save")));
  return counts ?? { open: 0, done: 0 };
}

/** Those of these papers that a reader saved. */
export async function listSavedAmong(
  db: Database,
  subscriberId: string,
  ids: string[],
): Promise<SavedPaper[]> {
  const { rows } = await db.execute<Row>(sql`
    select paper_id as "paperId", marked_at as "savedAt", done_at as "doneAt" from paper_marks
    where subscriber_id = ${subscriberId} and kind = 'save'
      and paper_id = any(${sqlArray(ids)}::text[])
    order by paper_id`);
  return rows.map(savedPaperOf);
}

/** Notes that a saved paper was read, or that it was not (null); the first time stays. */
export async function updateDone(
  db: Database,
  { subscriberId, paperId, doneAt }: { subscriberId: string; paperId: string; doneAt: Date | null },
): Promise<void> {
  const isOther = doneAt === null ? sql`done_at is not null` : sql`done_at is null`;
  await db
    .update(paperMarks)
    .set({ doneAt })
    .where(
      and(
        eq(paperMarks.subscriberId, subscriberId),
        eq(paperMarks.paperId, paperId),
        eq(paperMarks.kind, "save"),
        isOther,
      ),
    );
}

/**
 * Saves papers, which must have been collected, with the times that they come with; one that is saved stays as it is.
 *
 * @returns how many were new.
 */
export async function insertSavedPapers(
  tx: Database,
  subscriberId: string,
  papers: SavedPaper[],
): Promise<number> {
  if (papers.length === 0) return 0;
  const { rowCount } = await tx
    .insert(paperMarks)
    .values(
      papers.map(({ paperId, savedAt, doneAt }) => ({
        subscriberId,
        paperId,
        kind: "save" as const,
        markedAt: savedAt,
        doneAt,
      })),
    )
    .onConflictDoNothing();
  return rowCount ?? 0;
}

function savedPaperOf({ paperId, savedAt, doneAt }: Row): SavedPaper {
  return { paperId, savedAt: new Date(savedAt), doneAt: doneAt === null ? null : new Date(doneAt) };
}
