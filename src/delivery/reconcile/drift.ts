import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { Suppression, SuppressionReason } from "../../subscribers/suppressions/store.ts";
import type { ReconcileReport } from "../kept-shapes.ts";
import { findReconciliation } from "./store.ts";

/** Where this ledger and the provider's own suppression list differ. */
export type Drift = {
  /** When the provider's list was last read to its end; null while it has not been. */
  comparedAt: Date | null;
  ranAt: Date | null;
  report: ReconcileReport | null;
  /** Addresses that are suppressed here and not at the provider. */
  onlyHere: { reason: SuppressionReason; count: number }[];
  /** The latest of them, but for those who only left or were erased: the provider is not told of these. */
  rows: Pick<Suppression, "addressHash" | "email" | "reason" | "cause" | "explanation" | "createdAt">[];
};

/** How many rows are told at the most. */
export const mostDriftRows = 100;

/** What the provider's list lacks; whom it names and this ledger did not know is suppressed when it is read. */
export async function gatherDrift(db: Database): Promise<Drift> {
  const state = await findReconciliation(db);
  const told = { ranAt: state?.ranAt ?? null, report: state?.report ?? null };
  const comparedAt = state?.listPassedAt ?? null;
  if (comparedAt === null) return { ...told, comparedAt, onlyHere: [], rows: [] };
  const isOnlyHere = sql`created_at < ${comparedAt} and (provider_listed_at is null or provider_listed_at < ${comparedAt})`;
  const counts = await db.execute<{ reason: SuppressionReason; count: number }>(sql`
    select reason, count(*)::int as count from suppressions where ${isOnlyHere} group by reason order by 2 desc, 1`);
  const { rows } = await db.execute<Omit<Drift["rows"][number], "createdAt"> & { createdAt: string }>(sql`
    select address_hash as "addressHash", email, reason, cause, explanation, created_at as "createdAt" from suppressions
    where ${isOnlyHere} and reason not in ('left', 'erased') order by created_at desc, address_hash limit ${mostDriftRows}`);
  return {
    ...told,
    comparedAt,
    onlyHere: counts.rows,
    rows: rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) })),
  };
}
