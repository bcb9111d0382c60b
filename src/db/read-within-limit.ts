import type { AppError } from "../errors.ts";
import type { Database } from "./client.ts";
import { isStatementOver } from "./database-fault.ts";
import { limitStatements } from "./limit-statements.ts";

/**
 * Reads in one transaction, each of whose statements may take so long, so that nothing that a stranger asks for holds a
 * connection for minutes.
 *
 * @param db the pool's handle: what is a transaction already keeps its own limit.
 * @param tooSlow makes what is thrown when a statement takes longer, for people to read.
 */
export async function readWithinLimit<T>(
  db: Database,
  statementMs: number,
  tooSlow: (cause: unknown) => AppError,
  read: (tx: Database) => Promise<T>,
): Promise<T> {
  try {
    return await limitStatements(statementMs, () => db.transaction(read));
  } catch (error) {
    if (isStatementOver(error)) throw tooSlow(error);
    throw error;
  }
}
