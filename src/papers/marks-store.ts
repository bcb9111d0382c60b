import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** What became of a paper that readers must know wherever it is shown, and since when it is known. */
export type PaperMark = {
  /** Withdrawn by its authors or by arXiv; or dropped by each source that listed it. */
  kind: "withdrawn" | "dropped";
  since: Date;
};

/**
 * The marks of those papers that have one, by id.
 *
 * @param ids a list of ids in SQL: an array, or a select of one column.
 */
export async function listMarks(db: Database, ids: SQL): Promise<Map<string, PaperMark>> {
  // A paper that was withdrawn and dropped was withdrawn: that is the graver news.
  const { rows } = await db.execute<{ id: string; kind: PaperMark["kind"]; since: string | Date }>(sql`
    select distinct on (id) id, kind, since from (
      select id, 'withdrawn' as kind, withdrawn_at as since from papers
      where withdrawn_at is not null and id = any(${ids})
      union all
      select paper_id, 'dropped', max(dropped_at) from paper_listings l
      where dropped_at is not null and paper_id = any(${ids}) and ${isListedNowhere(sql`l.paper_id`)}
      group by paper_id
    ) marks order by id, kind desc`);
  return new Map(rows.map(({ id, kind, since }) => [id, { kind, since: new Date(since) }]));
}

/** Whether a paper may be offered, as `papers p`: it has no mark. */
export const isUnmarked = sql`p.withdrawn_at is null and not (
  exists (select from paper_listings l where l.paper_id = p.id and l.dropped_at is not null)
  and ${isListedNowhere(sql`p.id`)})`;

function isListedNowhere(id: SQL): SQL {
  return sql`not exists (select from paper_listings k where k.paper_id = ${id} and k.dropped_at is null)`;
}
