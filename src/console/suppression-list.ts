import { and, asc, count, desc, eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Suppression, SuppressionReason } from "../subscribers/suppressions/store.ts";
import { suppressions } from "../subscribers/tables.ts";
import type { LedgerPage } from "./ledger-pages.ts";

const pageSize = 50;

/** One page of the suppressed addresses, the latest first. */
export async function pageSuppressions(
  db: Database,
  { reason, page }: { reason: SuppressionReason | null; page: number },
): Promise<LedgerPage<Suppression>> {
  const rows = await db
    .select()
    .from(suppressions)
    .where(reason === null ? undefined : and(eq(suppressions.reason, reason)))
    .orderBy(desc(suppressions.createdAt), asc(suppressions.addressHash))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), hasMore: rows.length > pageSize };
}

/** How many addresses are suppressed for each reason, the most frequent first. */
export async function countSuppressions(
  db: Database,
): Promise<{ reason: SuppressionReason; count: number }[]> {
  return db
    .select({ reason: suppressions.reason, count: count() })
    .from(suppressions)
    .groupBy(suppressions.reason)
    .orderBy(desc(count()), asc(suppressions.reason));
}
