import type { Database } from "../db/client.ts";
import { readWithinLimit } from "../db/read-within-limit.ts";
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

/** Reads a list for a page or a feed, in one transaction. @throws {ListTooSlowError} */
export function readList<T>(
  db: Database,
  read: (tx: Database) => Promise<T>,
  statementMs = mostStatementMs,
): Promise<T> {
  return readWithinLimit(db, statementMs, (cause) => new ListTooSlowError({ cause }), read);
}
