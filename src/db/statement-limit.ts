import { sql } from "drizzle-orm";
import type { AppError } from "../errors.ts";
import type { Database } from "./client.ts";
import { sqlStateOf } from "./database-fault.ts";

/** PostgreSQL's `query_canceled`, which is also what a timeout is told as. */
const canceled = "57014";

/** Whether the database ended a statement, which is what it does when one takes longer than it may. */
export function isStatementOver(error: unknown): boolean {
  return sqlStateOf(error) === canceled;
}

/**
 * Reads in one transaction, each of whose statements may take so long, so that nothing that a stranger asks for holds a
 * connection for minutes.
 *
 * @param tooSlow makes what is thrown when a statement takes longer, for people to read.
 */
export async function readWithinLimit<T>(
  db: Database,
  statementMs: number,
  tooSlow: (cause: unknown) => AppError,
  read: (tx: Database) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(statementMs)}, true)`);
      return read(tx);
    });
  } catch (error) {
    if (isStatementOver(error)) throw tooSlow(error);
    throw error;
  }
}
