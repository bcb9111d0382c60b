import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isOpenBatch } from "../tables.ts";
import type { OpenBatch } from "./estimate.ts";
import type { DueRequests } from "./spread-requests.ts";

/** A batch with work before it; what a binding seal of it holds is decided already. */
export type UncountedBatch = Omit<OpenBatch, "readers"> & { isBound: boolean };

/** The open batches of an edition, in the order of time. */
export async function listOpenBatches(db: Database, editionId: string): Promise<UncountedBatch[]> {
  const { rows } = await db.execute<{ id: string; dueAt: string; isBound: boolean }>(sql`
    select b.id, b.due_at as "dueAt", b.attempts > b.declined as "isBound" from batches b
    where b.edition_id = ${editionId} and ${isOpenBatch("b.state")} order by b.due_at, b.id`);
  return rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }));
}

/** How many readers of some batches of an edition have not been mailed, by the batches' ids; those without any are missing. */
export async function countBatchReaders(
  db: Database,
  editionId: string,
  batches: Pick<OpenBatch, "id">[],
): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ id: string; readers: number }>(sql`
    select batch_id as id, count(*)::int as readers from deliveries
    where edition_id = ${editionId} and batch_id = any(${sqlArray(batches.map(({ id }) => id))}::uuid[])
      and state in ('pending', 'sealed')
    group by batch_id`);
  return new Map(rows.map(({ id, readers }) => [id, readers]));
}

/** Requests of other editions under way, which leave at the same pace. */
export async function listOthersRequests(db: Database, editionId: string): Promise<DueRequests[]> {
  const { rows } = await db.execute<{ dueAt: string; requests: number }>(sql`
    select b.due_at as "dueAt", count(*)::int as requests
    from batches b join editions e on e.id = b.edition_id
    where ${isOpenBatch("b.state")} and b.edition_id <> ${editionId} and e.state = 'sending' group by b.due_at`);
  return rows.map(({ dueAt, requests }) => ({ dueAt: new Date(dueAt), requests, mails: 0 }));
}
