import type { Database } from "../db/client.ts";
import { auditEntries } from "./tables.ts";

export async function insertEntry(tx: Database, row: typeof auditEntries.$inferInsert): Promise<void> {
  await tx.insert(auditEntries).values(row);
}
