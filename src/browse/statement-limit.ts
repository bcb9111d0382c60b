import type { Database } from "../db/client.ts";
import { readWithinStatementLimit } from "../db/statement-limit.ts";
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

/**
 * Reads in one transaction, each of whose statements may take so long.
 *
 * @throws {ListTooSlowError}
 */
export function readWithinLimit<T>(
  db: Database,
  read: (tx: Database) => Promise<T>,
  statementMs = mostStatementMs,
): Promise<T> {
  return readWithinStatementLimit(
    db,
    { statementMs, tooSlow: (cause) => new ListTooSlowError({ cause }) },
    read,
  );
}
