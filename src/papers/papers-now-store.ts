import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { listMarks, type PaperMark } from "./marks-store.ts";
import type { Signal } from "./signals-store.ts";
import { listPapers, type StoredPaper } from "./store.ts";

/** A paper with what was observed of it last; zeros where nothing was. */
export type PaperNow = StoredPaper &
  Pick<Signal, "upvotes" | "comments" | "stars"> & { mark: PaperMark | null };

/** Ids of those of these papers that have been collected, in the order in which they are asked for or by votes. */
export async function orderPaperIds(
  db: Database,
  ids: string[],
  order: "asked" | "votes",
): Promise<string[]> {
  const votes = sql`coalesce((select upvotes from paper_signals s
    where s.paper_id = p.id order by observed_at desc limit 1), 0) desc,`;
  const { rows } = await db.execute<{ id: string }>(sql`
    select p.id from unnest(${sqlArray(ids)}::text[]) with ordinality asked(id, n) join papers p using (id)
    order by ${order === "votes" ? votes : sql``} n`);
  return rows.map(({ id }) => id);
}

/** Those of these papers that have been collected, in the order in which they are asked for. */
export async function listPapersNow(db: Database, ids: string[]): Promise<PaperNow[]> {
  if (ids.length === 0) return [];
  const asked = sql`${sqlArray(ids)}::text[]`;
  const [papers, marks, signals] = await Promise.all([
    listPapers(db, ids),
    listMarks(db, asked),
    db.execute<Pick<Signal, "upvotes" | "comments" | "stars"> & { id: string }>(sql`
      select id, s.upvotes, s.comments, s.stars from unnest(${asked}) asked(id) cross join lateral (
        select upvotes, comments, stars from paper_signals
        where paper_id = asked.id order by observed_at desc limit 1) s`),
  ]);
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  const signalOf = new Map(signals.rows.map(({ id, ...signal }) => [id, signal]));
  const unseen = { upvotes: 0, comments: 0, stars: null };
  return ids.flatMap((id) => {
    const paper = byId.get(id);
    if (!paper) return [];
    return [{ ...paper, ...(signalOf.get(id) ?? unseen), mark: marks.get(id) ?? null }];
  });
}
