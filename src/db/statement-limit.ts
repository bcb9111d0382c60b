import { sql } from "drizzle-orm";
import type { AppError } from "../errors.ts";
import type { Database } from "./client.ts";
import { sqlStateOf } from "./database-fault.ts";

/** PostgreSQL's `query_canceled`, which is also what a timeout is told as. */
const canceled = "57014";

/** How long each statement of a reading may take, and what is thrown in place of one that takes longer. */
type StatementLimit = { statementMs: number; tooSlow: (cause: unknown) => AppError };

/** Reads in one transaction, each of whose statements is limited, so that no page holds a connection for minutes. */
export async function readWithinStatementLimit<T>(
  db: Database,
  { statementMs, tooSlow }: StatementLimit,
  read: (tx: Database) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(statementMs)}, true)`);
      return read(tx);
    });
  } catch (error) {
    throw sqlStateOf(error) === canceled ? tooSlow(error) : error;
  }
}
