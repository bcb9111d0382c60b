import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";
import { queueSchema } from "../../src/db/migrate.ts";

/** Lines for the configuration of a server that keeps statistics of its statements. */
export const statementSettings = [
  "shared_preload_libraries = 'pg_stat_statements'",
  "pg_stat_statements.track = 'top'",
];

/** What stands in the statements of the bench itself, which do not count. */
export const benchMark = sql.raw("/* bench */");

export type StatementCost = { text: string; calls: number; ms: number; rows: number; walBytes: number };

export async function forgetStatements(db: Database): Promise<void> {
  await db.execute(sql`create extension if not exists pg_stat_statements`);
  await db.execute(sql`select pg_stat_statements_reset()`);
}

/** What each statement has cost since `forgetStatements`, the costliest first: without those of BullMQ and of the bench. */
export async function listStatements(db: Database): Promise<StatementCost[]> {
  const ofQueue = sql`
    select '\\m(from|into|update|join)\\s+' || c.relname || '\\M' from pg_class c where c.relnamespace = ${queueSchema}::regnamespace
    union all select '\\m' || p.proname || '\\(' from pg_proc p where p.pronamespace = ${queueSchema}::regnamespace`;
  const { rows } = await db.execute<StatementCost>(sql`
    with of_queue as materialized (select '(' || string_agg(pattern, '|') || ')' as pattern from (${ofQueue}) as q(pattern))
    select query as text, calls::int, total_exec_time as ms, rows::int, wal_bytes::float8 as "walBytes"
    from pg_stat_statements, of_queue
    where dbid = (select oid from pg_database where datname = current_database())
      and query not like ${"%/* bench */%"} and query not like ${"%pg_stat_statements%"}
      and query !~* pattern and query !~* '^\\s*(un)?listen'
    order by total_exec_time desc`);
  return rows;
}

/** A statement in a line: what it does to which table, and by what it chooses. */
export function shorten(text: string, length: number): string {
  const plain = text.replace(/\s+/g, " ").replace(/"/g, "").trim();
  const brief = plain.replace(/^select (?!.{0,40}from).*? from /, "select … from ");
  return brief.length > length ? `${brief.slice(0, length - 1)}…` : brief;
}
