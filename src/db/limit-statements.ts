import { AsyncLocalStorage } from "node:async_hooks";

const limits = new AsyncLocalStorage<number | null>();

/**
 * Does work that only looks: each statement that it asks the database for, in a transaction or not, may take so long.
 * PostgreSQL itself ends what takes longer, so that no look goes on when nobody waits for it any more; the driver's error
 * says so (SQLSTATE 57014).
 */
export function limitStatements<T>(statementMs: number, look: () => Promise<T>): Promise<T> {
  // A query is asked for when somebody waits for it, which must be within.
  return limits.run(statementMs, async () => await look());
}

/** Does work that somebody waits for who only looks, but that goes on without them: its statements may take as long as they do. */
export function withoutStatementLimit<T>(work: () => Promise<T>): Promise<T> {
  return limits.run(null, async () => await work());
}

/** How long a statement may take that is asked for here, in milliseconds; null without a limit. */
export function statementLimit(): number | null {
  return limits.getStore() ?? null;
}
