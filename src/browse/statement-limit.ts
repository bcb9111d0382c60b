import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlStateOf } from "../db/database-fault.ts";
import { AppError } from "../errors.ts";

/** A list takes the database longer than anybody waits. */
export class ListTooSlowError extends AppError {
  readonly code = "list_too_slow";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;

  constructor(options?: ErrorOptions) {
    super("The list took too long. Try again in a minute.", options);
  }
}

/** Each statement takes hundredths of a second at 100,000 papers. */
const mostStatementMs = 3_000;
/** PostgreSQL's `query_canceled`, which is also what a timeout is told as. */
const canceled = "57014";

/**
 * Reads in one transaction, each of whose statements may take so long, so that no page holds a connection for minutes.
 *
 * @throws {ListTooSlowError}
 */
export async function readWithinLimit<T>(
  db: Database,
  read: (tx: Database) => Promise<T>,
  statementMs = mostStatementMs,
): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(statementMs)}, true)`);
      return read(tx);
    });
  } catch (error) {
    if (sqlStateOf(error) === canceled) throw new ListTooSlowError({ cause: error });
    throw error;
  }
}
