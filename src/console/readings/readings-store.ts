import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { FrozenPaper } from "../../editions/edition.ts";
import type { MarkKind } from "../../taste/marks-store.ts";

/** A paper that mails of an edition may show, or showed before it was dropped. */
export type MailedPaper = Pick<FrozenPaper, "links" | "title"> & { paperId: string };

/** In the order in which the edition was frozen, late risers last. */
export async function listMailedPapers(db: Database, editionId: string): Promise<MailedPaper[]> {
  const { rows } = await db.execute<MailedPaper>(sql`
    select paper_id as "paperId", frozen ->> 'title' as title, frozen -> 'links' as links
    from edition_papers where edition_id = ${editionId} and section <> 'further'
    order by section = 'late', rank`);
  return rows;
}

/** One click of a reader's; `details` is what lies under `data.click` of its event. */
export type ReadersClick = {
  subscriberId: string;
  occurredAt: Date;
  details: unknown;
  /** When the receiving server took the mail; null when that is not known. */
  deliveredAt: Date | null;
};

type ClickRow = Omit<ReadersClick, "occurredAt" | "deliveredAt"> & {
  occurredAt: string;
  deliveredAt: string | null;
};

/** A mail that was passed on is clicked by many; the first say enough. */
const mostClicks = 200;
const firstId = "00000000-0000-0000-0000-000000000000";

/**
 * The clicks on an edition's mails of at most `limit` readers, reader by reader and each reader's in their order, of
 * whom come after a reader by their ids; null begins with the first.
 */
export async function pageClicks(
  db: Database,
  editionId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<ReadersClick[]> {
  // The instant of the delivery is looked for once for each reader; beside the clicks it would be with each of them.
  const { rows } = await db.execute<ClickRow>(sql`
    with clickers as (
      select distinct subscriber_id from provider_events
      where edition_id = ${editionId} and type = 'email.clicked' and subscriber_id > ${after ?? firstId}
      order by subscriber_id limit ${limit}
    ), told as materialized (
      select subscriber_id, (select min(v.occurred_at) from provider_events v where v.edition_id = ${editionId}
        and v.subscriber_id = clickers.subscriber_id and v.type = 'email.delivered') as delivered_at
      from clickers
    )
    select c.subscriber_id as "subscriberId", e.occurred_at as "occurredAt", e.details,
      c.delivered_at as "deliveredAt"
    from told c cross join lateral (
      select v.id, v.occurred_at, v.payload #> '{data,click}' as details from provider_events v
      where v.edition_id = ${editionId} and v.subscriber_id = c.subscriber_id and v.type = 'email.clicked'
      order by v.occurred_at, v.id limit ${mostClicks}
    ) e order by c.subscriber_id, e.occurred_at, e.id`);
  return rows.map((row) => ({
    ...row,
    occurredAt: new Date(row.occurredAt),
    deliveredAt: row.deliveredAt === null ? null : new Date(row.deliveredAt),
  }));
}

/** How many readers said what of these papers, whenever; a paper of which nobody said anything is missing. */
export async function countMarksOf(
  db: Database,
  paperIds: string[],
): Promise<{ paperId: string; kind: MarkKind; count: number }[]> {
  const { rows } = await db.execute<{ paperId: string; kind: MarkKind; count: number }>(sql`
    select paper_id as "paperId", kind, count(*)::int as count from paper_marks
    where paper_id = any(${sqlArray(paperIds)}::text[]) group by paper_id, kind`);
  return rows;
}
