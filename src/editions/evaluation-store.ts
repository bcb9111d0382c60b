import { sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { FrozenOrder } from "./evaluation.ts";

type EditionLine = { id: string; period: string; at: string };
type PaperLine = { editionId: string; id: string; isLate: boolean; upvotes: number };

/** The orders of a cadence's editions, the latest period first. */
export async function listFrozenOrders(
  db: Database,
  cadence: Cadence,
  { limit, offset }: { limit: number; offset: number },
): Promise<FrozenOrder[]> {
  const { rows } = await db.execute<EditionLine>(sql`
    select id, period, published_at as at from editions where cadence = ${cadence}
    order by period desc limit ${limit} offset ${offset}`);
  const ids = rows.map(({ id }) => id);
  // arXiv's lists have thousands of papers without votes, whose frozen texts need not be unpacked to know that.
  const { rows: papers } = await db.execute<PaperLine>(sql`
    select edition_id as "editionId", paper_id as id, section = 'late' as "isLate", case
        when (parts ->> 'upvotes')::float8 = 0 then 0 else coalesce((frozen ->> 'upvotes')::int, 0) end as upvotes
    from edition_papers where edition_id = any(${sqlArray(ids)}::text[]) order by edition_id, rank, section`);
  const byEdition = new Map<string, PaperLine[]>(ids.map((id) => [id, []]));
  for (const paper of papers) byEdition.get(paper.editionId)?.push(paper);
  return rows.map(({ id: editionId, period, at }) => {
    const own = byEdition.get(editionId) ?? [];
    return {
      editionId,
      cadence,
      period,
      publishedAt: new Date(at),
      top: own.filter(({ isLate }) => !isLate).map(({ id, upvotes }) => ({ id, upvotes })),
      late: own.filter(({ isLate }) => isLate).map(({ id }) => id),
    };
  });
}
