import { desc, eq, sql } from "drizzle-orm";
import type { Actor } from "../audit/actor.ts";
import { actorColumns } from "../audit/record-act.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { Edition } from "./edition.ts";
import { type EditionEdits, noEdits } from "./edits.ts";
import { mailedPart } from "./mailed-part.ts";
import { editionPapers, editionPictures, editionRevisions, editions } from "./tables.ts";

/** What an operator's hand made of an edition, beside the edition as it was frozen, which is revision 1. */
export type EditionRevision = {
  /** The compiled set of the same number shows it. */
  revision: number;
  edits: EditionEdits;
  madeAt: Date;
  actorKind: Actor["kind"];
  /** An operator's name, or the system's user; null of others. */
  actorName: string | null;
};

/** The revisions of an edition that operators made, the newest first. */
export function listRevisions(db: Database, editionId: string): Promise<EditionRevision[]> {
  return db
    .select({
      revision: editionRevisions.revision,
      edits: editionRevisions.edits,
      madeAt: editionRevisions.madeAt,
      actorKind: editionRevisions.actorKind,
      actorName: editionRevisions.actorName,
    })
    .from(editionRevisions)
    .where(eq(editionRevisions.editionId, editionId))
    .orderBy(desc(editionRevisions.revision));
}

/** The newest edits of an edition; `noEdits` where there are none. */
export async function findEdits(db: Database, editionId: string): Promise<EditionEdits> {
  const [row] = await db
    .select({ edits: editionRevisions.edits })
    .from(editionRevisions)
    .where(eq(editionRevisions.editionId, editionId))
    .orderBy(desc(editionRevisions.revision))
    .limit(1);
  return row?.edits ?? noEdits;
}

/**
 * Keeps what edits make of an edition as a revision of it, and what the edition's pages, feeds and counts show from now
 * on. The caller holds the edition's row, and has laid down the compiled set of the same number.
 *
 * @param edited the whole edition, as `applyEdits` leaves it.
 */
export async function insertRevision(
  tx: Database,
  edited: Edition,
  {
    revision,
    edits,
    madeAt,
    actor,
  }: Pick<EditionRevision, "revision" | "edits" | "madeAt"> & { actor: Actor },
): Promise<void> {
  const { actorKind, actorName } = actorColumns(actor);
  await tx.insert(editionRevisions).values({
    editionId: edited.id,
    revision,
    edits,
    papers: sql`(select array_agg(n.number order by m.place)
      from unnest(${sqlArray(mailedPart(edited).papers.map(({ id }) => id))}::text[]) with ordinality as m(paper_id, place)
      left join paper_numbers n using (paper_id))`,
    madeAt,
    actorKind,
    actorName,
  });
  await tx.update(editions).set({ revision, revisedAt: madeAt }).where(eq(editions.id, edited.id));
  await showPapers(tx, edited, madeAt);
  // Drawn anew, with the titles of now.
  await tx.delete(editionPictures).where(eq(editionPictures.editionId, edited.id));
}

/** Which of the frozen papers an edition shows from now on, and at which ranks. */
async function showPapers(tx: Database, { id, papers }: Edition, now: Date): Promise<void> {
  await tx.execute(sql`
    update ${editionPapers} p set shown_rank = o.shown_rank, dropped_at = o.dropped_at
    from (
      select q.paper_id, nullif(s.rank, q.rank) as shown_rank,
        case when s.paper_id is null then coalesce(q.dropped_at, ${now}) end as dropped_at
      from ${editionPapers} q left join unnest(
        ${sqlArray(papers.map((paper) => paper.id))}::text[], ${sqlArray(papers.map(({ rank }) => String(rank)))}::integer[]
      ) as s(paper_id, rank) on s.paper_id = q.paper_id
      where q.edition_id = ${id}
    ) o
    where p.edition_id = ${id} and p.paper_id = o.paper_id
      and (p.shown_rank, p.dropped_at) is distinct from (o.shown_rank, o.dropped_at)`);
}
