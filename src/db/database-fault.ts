import { DrizzleQueryError } from "drizzle-orm/errors";
import pg from "pg";
import { AppError } from "../errors.ts";

/** A fault of the database in one sentence: what stands in a job's record, without the query and its values. */
class DatabaseFaultError extends AppError {
  readonly code = "database_fault";
  override readonly isRetryable = true;
  override readonly httpStatus = 503;
}

/** The same error, or in place of one of the database's a `DatabaseFaultError` that has it as its cause. */
export function translateDatabaseFault(error: unknown): unknown {
  if (error instanceof AppError || !isDatabaseFault(error)) return error;
  return new DatabaseFaultError(describeDatabaseFault(error), { cause: error });
}

/** Whether a query failed, by a word of the server or because it cannot be reached. */
export function isDatabaseFault(error: unknown): boolean {
  return causesOf(error).some((one) => one instanceof DrizzleQueryError || one instanceof pg.DatabaseError);
}

/** Whether the database took a value for one that it cannot hold: SQLSTATE classes 22, 23 and 54. */
export function isRefusedValue(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlStateOf(error) ?? "");
}

/** Whether another row has what no two rows may have. */
export function isTakenKey(error: unknown): boolean {
  return sqlStateOf(error) === "23505";
}

/** Whether the database ended a statement (`query_canceled`), which is what it does when one takes longer than it may. */
export function isStatementOver(error: unknown): boolean {
  return sqlStateOf(error) === "57014";
}

/**
 * What an operator is told of a failed query. It names the SQLSTATE (PostgreSQL, appendix A), and where the
 * server says so the column or constraint, but repeats neither the query nor any value of it.
 */
export function describeDatabaseFault(error: unknown): string {
  const state = sqlStateOf(error);
  if (state === null) return sentences.away;
  const [, sentence] = bySqlState.find(([prefix]) => state.startsWith(prefix)) ?? [];
  return `${sentence ?? sentences.other} (${[state, ...placeOf(error)].join(", ")}).`;
}

const sentences = {
  away: "The database went away: check that PostgreSQL runs.",
  other: "The database refused a statement",
};

/** The first that fits counts. */
const bySqlState: [string, string][] = [
  ["08", "The connection to the database broke: check that PostgreSQL runs"],
  ["22", "The database cannot hold a value"],
  ["23", "The database refused a value that breaks a rule of its tables"],
  ["25006", "The database is read-only: point DATABASE_URL at the server that may write"],
  ["28", "The database refused the log-in: check the user and password of DATABASE_URL"],
  ["3D", "The database does not exist: check DATABASE_URL"],
  ["40", "The database gave way to another transaction: try again"],
  ["42501", "The database denies a right that Paperboy needs: grant it to the user of DATABASE_URL"],
  ["42", "The database's tables are not those of this version: run `paperboy migrate`"],
  ["53100", "The database's disk is full: make room on it"],
  ["53200", "The database has no memory left: give its server more"],
  ["53400", "The database is at a limit of its configuration: look into PostgreSQL's log"],
  ["53300", "The database takes no more connections: raise its max_connections or run fewer processes"],
  ["54", "The database cannot hold so large a value"],
  ["55P03", "The database is locked by another statement: try again"],
  ["57014", "The database ended a statement that took too long: try again"],
  ["57P", "The database is shutting down or starting: check that PostgreSQL runs"],
  ["58", "The database has trouble with its own files: look into PostgreSQL's log"],
  ["XX", "The database has an internal fault: look into PostgreSQL's log"],
];

function placeOf(error: unknown): string[] {
  const fault = causesOf(error).find((one) => one instanceof pg.DatabaseError);
  return [fault?.constraint ?? fault?.column].flatMap((name) => (name ? [name] : []));
}

/** The server's code for what went wrong; null when it did not say anything. */
export function sqlStateOf(error: unknown): string | null {
  const fault = causesOf(error).find((one) => one instanceof pg.DatabaseError);
  return fault?.code ?? null;
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let one = error; one instanceof Error && causes.length < 10; one = one.cause) causes.push(one);
  return causes;
}
