import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { papers } from "../papers/tables.ts";
import { markKinds, paperMarks } from "./tables.ts";

export type MarkKind = (typeof markKinds)[number];

/** What a reader said of one paper. */
export type ReaderMark = {
  paperId: string;
  title: string;
  kind: MarkKind;
  markedAt: Date;
  /** When a saved paper was read; null while it is not, and for any other mark. */
  doneAt: Date | null;
};

/** Whether a text is one of the three things that may be said of a paper. */
export function isMarkKind(text: string): text is MarkKind {
  return (markKinds as readonly string[]).includes(text);
}

/** A reader's marks, the latest first. */
export async function listReaderMarks(db: Database, subscriberId: string): Promise<ReaderMark[]> {
  return db
    .select({
      paperId: paperMarks.paperId,
      title: papers.title,
      kind: paperMarks.kind,
      markedAt: paperMarks.markedAt,
      doneAt: paperMarks.doneAt,
    })
    .from(paperMarks)
    .innerJoin(papers, eq(papers.id, paperMarks.paperId))
    .where(eq(paperMarks.subscriberId, subscriberId))
    .orderBy(desc(paperMarks.markedAt), paperMarks.paperId, paperMarks.kind);
}

/** What a reader said of these papers, by their ids; a paper of which they said nothing is missing. */
export async function listMarksOn(
  db: Database,
  subscriberId: string,
  paperIds: string[],
): Promise<Map<string, MarkKind[]>> {
  // As one parameter: a pasted library may name more papers than a statement takes parameters.
  const { rows } = await db.execute<{ paperId: string; kind: MarkKind }>(sql`
    select paper_id as "paperId", kind from paper_marks
    where subscriber_id = ${subscriberId} and paper_id = any(${sqlArray(paperIds)}::text[])
    order by paper_id, kind`);
  const marks = new Map<string, MarkKind[]>();
  for (const { paperId, kind } of rows) marks.set(paperId, [...(marks.get(paperId) ?? []), kind]);
  return marks;
}

/** How often a reader used each button, for whoever must not see on which papers. */
export async function countReaderMarks(
  db: Database,
  subscriberId: string,
): Promise<Record<MarkKind, number>> {
  const rows = await db
    .select({ kind: paperMarks.kind, count: sql<number>`count(*)::int` })
    .from(paperMarks)
    .where(eq(paperMarks.subscriberId, subscriberId))
    .groupBy(paperMarks.kind);
  const counts = { more: 0, less: 0, save: 0 };
  for (const { kind, count } of rows) counts[kind] = count;
  return counts;
}

/** Which of these papers have been collected here. */
export async function listKnownPaperIds(db: Database, ids: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from papers where id = any(${sqlArray(ids)}::text[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Writes one mark on each of these papers, which must have been collected, and takes the opposite one away.
 *
 * @returns how many were new.
 */
export async function insertMarks(
  tx: Database,
  given: { subscriberId: string; paperIds: string[]; kind: MarkKind; now: Date },
): Promise<number> {
  const ids = sqlArray(given.paperIds);
  const { rowCount } = await tx.execute(sql`
    with turned as (
      update paper_marks set kind = ${given.kind}, marked_at = ${given.now.toISOString()}::timestamptz
      where subscriber_id = ${given.subscriberId} and paper_id = any(${ids}::text[])
        and kind <> 'save' and kind <> ${given.kind} and ${given.kind} <> 'save'
      returning paper_id
    ), added as (
      insert into paper_marks (subscriber_id, paper_id, kind, marked_at)
      select ${given.subscriberId}::uuid, id, ${given.kind}, ${given.now.toISOString()}::timestamptz
      from unnest(${ids}::text[]) as t(id) where id not in (select paper_id from turned)
      on conflict do nothing returning paper_id
    )
    select paper_id from turned union all select paper_id from added`);
  return rowCount ?? 0;
}

/** Takes one mark away; whether it was there. */
export async function deleteMark(
  tx: Database,
  { subscriberId, paperId, kind }: { subscriberId: string; paperId: string; kind: MarkKind },
): Promise<boolean> {
  const { rowCount } = await tx
    .delete(paperMarks)
    .where(
      and(
        eq(paperMarks.subscriberId, subscriberId),
        eq(paperMarks.paperId, paperId),
        eq(paperMarks.kind, kind),
      ),
    );
  return (rowCount ?? 0) > 0;
}

/** Takes all marks of a reader away. */
export async function deleteMarks(tx: Database, subscriberId: string): Promise<void> {
  await tx.delete(paperMarks).where(eq(paperMarks.subscriberId, subscriberId));
}
