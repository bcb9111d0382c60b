import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { countOfRow } from "./totals-store.ts";

/** How many readers an edit of an edition can still reach. */
export type EditReach = {
  /** Their mails will be made from the newest revision: nothing is sealed, or a seal that is made anew. */
  reached: number;
  /** Their mails are sealed and on their way: they keep the bytes of the revision before. */
  sealed: number;
};

/** Counts deliveries that have no outcome. The caller who holds the edition's row gets numbers that stay. */
export async function countReach(db: Database, editionId: string, now: Date): Promise<EditReach> {
  // By its sealed batches, which are few at a time: of the deliveries a million may be there.
  const { rows } = await db.execute<{ pending: number; sealed: number; anew: number }>(sql`
    select coalesce((select ${countOfRow("pending")} from editions e where e.id = ${editionId}), 0) as pending,
      coalesce(sum(d.count), 0)::int as sealed,
      coalesce(sum(d.count) filter (where b.attempts = b.declined and (b.leased_until is null or b.leased_until <= ${now})), 0)::int as anew
    from batches b cross join lateral (
      select count(*) as count from deliveries d
      where d.edition_id = b.edition_id and d.batch_id = b.id and d.state = 'sealed') d
    where b.edition_id = ${editionId} and b.state = 'sealed'`);
  const { pending, sealed, anew } = rows[0] ?? { pending: 0, sealed: 0, anew: 0 };
  return { reached: pending + anew, sealed: sealed - anew };
}
