import type pg from "pg";
import { cleaning } from "./lent-connections.ts";

/** What a database that was just migrated is like. */
export type Emptying = {
  /** Tables whose rows go, each before those that it refers to. */
  tables: string[];
  /** Tells by one text whether tables, columns, constraints, triggers or functions were changed. */
  shape: string;
  /** Whether the account may let triggers and references rest, which take most of the time. */
  maySkipTriggers: boolean;
};

/** What the migrations wrote down stays. */
const ledgersOfMigrations = ["drizzle.__drizzle_migrations", "bullmq.migration"];

type Queryable = { query<Row extends pg.QueryResultRow>(text: string): Promise<{ rows: Row[] }> };

/**
 * Reads it of a database that was just migrated.
 *
 * @throws when tables refer to each other in a circle, or when a migration has put rows into one: to empty a copy
 *   would take them away.
 */
export async function readEmptying(database: Queryable): Promise<Emptying> {
  const { rows: tables } = await database.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')
      and not (select relispartition from pg_class where oid = format('%I.%I', schemaname, tablename)::regclass) order by 1`);
  const { rows: references } = await database.query<{ from: string; to: string }>(`
    select distinct ${nameOf("conrelid")} as from, ${nameOf("confrelid")} as to
    from pg_constraint where contype = 'f' and conrelid <> confrelid and conparentid = 0`);
  const waiting = new Set(
    tables.map(({ name }) => name).filter((name) => !ledgersOfMigrations.includes(name)),
  );
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      (name) => !references.some(({ from, to }) => to === name && waiting.has(from)),
    );
    if (free.length === 0) throw new Error(`${[...waiting].join(", ")} refer to each other`);
    for (const name of free) waiting.delete(name);
    ordered.push(...free);
  }
  const seeds = ordered.map((name) => `select '${name}' as name where exists (select from ${name})`);
  const { rows: seeded } = await database.query<{ name: string }>(seeds.join(" union all "));
  if (seeded.length > 0) throw new Error(`${seeded.map(({ name }) => name).join(", ")} hold rows`);
  const { rows: accounts } = await database.query<{ is: boolean }>(
    "select rolsuper as is from pg_roles where rolname = current_user",
  );
  return { tables: ordered, shape: await shapeOf(database), maySkipTriggers: accounts[0]?.is ?? false };
}

const nameOf = (oid: string) =>
  `(select format('%I.%I', nspname, relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid = ${oid})`;

/** BullMQ makes one for each queue when it is first rung; as new again, they may stay. */
const countersOfQueues =
  "(select oid from pg_class where relkind = 'S' and relnamespace = to_regnamespace('bullmq'))";

const catalogs = [
  `pg_attribute where attrelid not in ${countersOfQueues}`,
  "pg_attrdef",
  "pg_constraint",
  "pg_index",
  // The session that first makes a temporary table leaves the schema of it to the next one.
  "pg_namespace where nspname !~ '^pg_(toast_)?temp_'",
  "pg_proc",
  "pg_trigger",
  "pg_type",
  ...ledgersOfMigrations,
];

/**
 * A copy has its template's rows of the catalogs, under the transactions that wrote them. Those of `pg_class` are
 * written anew by a `truncate`, so that they are told by their number and identifiers alone.
 */
async function shapeOf(database: Queryable): Promise<string> {
  const written = catalogs.map(
    (rows) => `(select concat(count(*), '/', max(xmin::text::bigint)) from ${rows})`,
  );
  const { rows } = await database.query<{ shape: string }>(`select concat_ws(' ', ${written.join(", ")},
    (select concat(count(*), '/', sum(oid::bigint)) from pg_class where oid not in ${countersOfQueues}),
    (select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
      where d.datname = current_database())) as shape`);
  return rows[0]?.shape ?? "";
}

/** Statements that delete every row, as one transaction: where there are few, truncating takes a hundred times as long. */
export function deletions({ tables, maySkipTriggers }: Emptying): string {
  const first = maySkipTriggers ? ["set local session_replication_role = replica"] : [];
  return [...first, ...tables.map((name) => `delete from ${name}`)].join("; ");
}

/** Emptying more than this takes longer than a new copy of the template. */
const fewBytes = 24_000_000;

/**
 * Makes a copy like its template again, after the last other connection to it has ended.
 *
 * @returns whether it is; not when its tables were changed, or hold much.
 */
export async function restoreTemplate(copy: Queryable, emptying: Emptying): Promise<boolean> {
  const { rows } = await copy.query<{ bytes: string }>(
    "select pg_database_size(current_database()) as bytes",
  );
  if (Number(rows[0]?.bytes) > fewBytes || (await shapeOf(copy)) !== emptying.shape) return false;
  await copy.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
      and query <> '${cleaning}'`);
  await copy.query(deletions(emptying));
  await copy.query(`select setval(format('%I.%I', schemaname, sequencename), start_value, false)
    from pg_sequences where last_value is not null and schemaname <> 'drizzle'`);
  return true;
}
