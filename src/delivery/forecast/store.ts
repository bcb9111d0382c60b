import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isOpenBatch } from "../tables.ts";
import type { OpenBatch } from "./estimate.ts";
import type { DueRequests } from "./spread-requests.ts";

/** A batch with work before it; what a binding seal of it holds is decided already. */
type CountedBatch = OpenBatch & { isBound: boolean };

/** The open batches of an edition in which somebody is, in the order of time. */
export async function listCountedBatches(db: Database, editionId: string): Promise<CountedBatch[]> {
  const { rows } = await db.execute<{ id: string; dueAt: string; readers: number; isBound: boolean }>(sql`
    select b.id, b.due_at as "dueAt", b.attempts > b.declined as "isBound", count(*)::int as readers
    from batches b join deliveries d on d.batch_id = b.id and d.state in ('pending', 'sealed')
    where b.edition_id = ${editionId} and ${isOpenBatch("b.state")}
    group by b.id order by b.due_at, b.id`);
  return rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }));
}

/** Requests of other editions under way, which leave at the same pace. */
export async function listOthersRequests(db: Database, editionId: string): Promise<DueRequests[]> {
  const { rows } = await db.execute<{ dueAt: string; requests: number }>(sql`
    select b.due_at as "dueAt", count(*)::int as requests
    from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.edition_id <> ${editionId} and e.state = 'sending' group by b.due_at`);
  return rows.map(({ dueAt, requests }) => ({ dueAt: new Date(dueAt), requests, mails: 0 }));
}
