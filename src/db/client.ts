import { type ExtractTablesWithRelations, sql } from "drizzle-orm";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgTransaction, PgTransactionConfig } from "drizzle-orm/pg-core";
import pRetry from "p-retry";
import type pg from "pg";
import { UnreachableError } from "../errors.ts";
import { type AddressVariable, describeUnreachable } from "./connection-fault.ts";
import { statementLimit } from "./limit-statements.ts";
import { createPool } from "./pool.ts";

/** A Drizzle handle: the pool, or an open transaction. */
export type Database = PgDatabase<NodePgQueryResultHKT, NoSchema>;

type NoSchema = Record<string, never>;
type Transaction = PgTransaction<NodePgQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

/** The pool's handle with its pool, for who must close it. */
export type DatabasePool = { db: Database; pool: pg.Pool };

/** How a process calls itself that says nothing else. */
const usualName = "paperboy";

/**
 * Opens a pool of at most `poolSize` connections; connections are made when first needed, in UTC. Statements that are
 * given to one connection while it waits for an answer leave at once (`sendTogether`): they cost no further round trip.
 *
 * @param onError hears of an idle connection that broke (a restarted server); the pool replaces it.
 * @param name how the connections call themselves in `pg_stat_activity`.
 * @throws {RefusedError} when a file that the address names cannot be read.
 */
export function openDatabase(
  url: string,
  poolSize: number,
  onError: (error: Error) => void,
  name: string = usualName,
): DatabasePool {
  const pool = createPool(url, { size: poolSize, name });
  pool.on("error", onError);
  const db = drizzle(limitable(pool));
  db.transaction = (work, config) => inTransaction(pool, work, config);
  return { db, pool };
}

/**
 * Drizzle's own way never gives back a connection on which `begin` failed: each restart of the server would
 * cost the pool some, until none is left.
 */
async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    const limitMs = statementLimit();
    return await drizzle(beginningAtOnce(client)).transaction(async (tx) => {
      if (limitMs !== null) await tx.execute(sql.raw(setLimit(limitMs)));
      return work(tx);
    }, config);
  } catch (error) {
    isBroken = isDatabaseOutage(error);
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/**
 * No look gains by being compiled either: that takes half a second each time, for a plan that only looks dear. For this
 * transaction alone, since a pooler refuses such a setting at the start of a session.
 */
const setLimit = (limitMs: number) =>
  `select set_config('statement_timeout', '${Math.round(limitMs)}', true), set_config('jit', 'off', true)`;

/**
 * The pool as Drizzle asks it, whose statements keep the limit under which they are asked for. In a transaction of its
 * own: what is set for a session would stay with a connection that others share.
 */
function limitable(pool: pg.Pool): pg.Pool {
  const query = async (...asked: [pg.QueryConfig, unknown[]?]): Promise<pg.QueryResult> => {
    const limitMs = statementLimit();
    if (limitMs === null) return pool.query(...asked);
    const client = await pool.connect();
    let isBroken = true;
    try {
      await client.query(`begin; ${setLimit(limitMs)}`);
      const answer = await client.query(...asked).catch(async (error: unknown) => {
        await client.query("rollback");
        isBroken = false;
        throw error;
      });
      await client.query("commit");
      isBroken = false;
      return answer;
    } finally {
      client.release(isBroken);
    }
  };
  return asPool(pool, query);
}

/** Drizzle calls a pool's `query` with a statement and its values, and takes the promise: the one form that is made here. */
function asPool(
  pool: pg.Pool,
  query: (...asked: [pg.QueryConfig, unknown[]?]) => Promise<pg.QueryResult>,
): pg.Pool {
  return Object.create(pool, { query: { value: query } }) as pg.Pool;
}

/**
 * The same connection, whose transactions do not wait for the answer to `begin`: it leaves with their first statement.
 * Once it is refused, as by a pooler that has no connection for it just then, nothing more is asked for: outside a
 * transaction each statement would be kept for itself.
 */
function beginningAtOnce(client: pg.PoolClient): pg.PoolClient {
  let refusal: Promise<never> | null = null;
  const query = (...args: Parameters<typeof client.query>) => {
    const [asked]: unknown[] = args;
    const text = typeof asked === "object" && asked !== null && "text" in asked ? String(asked.text) : "";
    if (refusal !== null && text !== "rollback") return refusal;
    const answered: unknown = client.query(...args);
    if (!text.startsWith("begin") || !(answered instanceof Promise)) return answered;
    answered.catch((error: unknown) => {
      refusal = Promise.reject(error);
      refusal.catch(() => {});
    });
    return Promise.resolve({ rows: [], rowCount: null });
  };
  return Object.create(client, { query: { value: query } });
}

/** Asks the database for a sign of life. @throws {UnreachableError} with what to do. */
export async function assertReachable(pool: pg.Pool, variable?: AddressVariable): Promise<void> {
  try {
    await pool.query("select 1");
  } catch (cause) {
    throw new UnreachableError(describeUnreachable(cause, variable), { cause });
  }
}

/** How a database that is away is waited for. */
export type Patience = {
  /** No try begins later than this (`performance.now()`). */
  endsMs: number;
  /** Whether a name that nobody knows is a wrong address, and not that of a container which comes later. */
  isNameKnown?: boolean;
  /** Ends the waiting. */
  signal?: AbortSignal;
};

/**
 * Repeats a step while the database is away, until the time is over; says once that it waits. What a wrong address or
 * log-in throws is no outage.
 *
 * @throws what the step threw last, or the signal's reason.
 */
export function withPatience<T>(
  step: () => Promise<T>,
  { endsMs, isNameKnown = false, signal }: Patience,
  log: { warn(fields: object, message: string): void },
): Promise<T> {
  const patienceMs = Math.max(0, endsMs - performance.now());
  return pRetry(step, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: patienceMs,
    minTimeout: reachPauseMs,
    factor: 1,
    ...(signal ? { signal } : {}),
    shouldRetry: ({ error, attemptNumber }) => {
      const mayPass = isDatabaseOutage(error) && !(isNameKnown && isUnknownName(error));
      if (mayPass && attemptNumber === 1)
        log.warn({ patienceMs: Math.round(patienceMs) }, "the database does not answer yet");
      return mayPass;
    },
  });
}

const reachPauseMs = 250;

const retryableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND", // a container's name goes with the container
  "EAI_AGAIN",
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "53300", // too_many_connections
]);

/** Whether an error says that the database went away or gave way, so that the same step may work later. */
export function isDatabaseOutage(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") {
      if (retryableCodes.has(current.code) || current.code.startsWith("08")) return true;
    }
    if (
      /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
        current.message,
      )
    )
      return true;
  }
  return false;
}

/** Whether no server has the name (getaddrinfo's EAI_NONAME): a resolver that is away itself says another thing. */
function isUnknownName(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if ("code" in current && current.code === "ENOTFOUND") return true;
  return false;
}
