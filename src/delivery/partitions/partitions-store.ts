import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isGivenWay, type LockPace } from "../../db/until-unlocked.ts";
import type { Partition } from "./partition-range.ts";

/** The tables that are partitioned, each before those that refer to it. */
const tables = ["batches", "deliveries"] as const;
type Table = (typeof tables)[number];

const tableOf = (table: Table, { suffix }: Pick<Partition, "suffix">) => sql.identifier(`${table}_${suffix}`);
const defaultOf = (table: Table) => sql.identifier(`${table}_default`);

/**
 * Deliveries are planned onto pages that are filled to a sixth, by this percentage: there is room for each row as it is
 * sealed and as it is settled, so that neither touches an index (decision 30). Migration 0055 gave the same to partitions
 * of before.
 */
const thinly = 18;
const storageOf = { batches: "", deliveries: `with (fillfactor = ${thinly})` } as const satisfies Record<
  Table,
  string
>;

/** Until its transaction ends, no other process makes or drops partitions; waits no longer for any lock than the pace says. */
export async function takePartitions(tx: Database, { lockTimeoutMs }: LockPace): Promise<void> {
  await tx.execute(sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('paperboy: partitions'))`);
}

/** What the names of the partitions of deliveries end with: `default`, and of the others as `Partition` says. */
export async function listSuffixes(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ suffix: string }>(sql`
    select substr(c.relname, length('deliveries_') + 1) as suffix from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'deliveries'::regclass order by 1`);
  return rows.map(({ suffix }) => suffix);
}

/** Bytes of what lies in no partition of its own, which is read whole to see that nothing of a new partition is there. */
export async function measureDefault(db: Database): Promise<number> {
  const { rows } = await db.execute<{ bytes: string }>(sql`
    select pg_relation_size('deliveries_default') + pg_relation_size('batches_default') as bytes`);
  return Number(rows[0]?.bytes ?? 0);
}

/** Whether rows of a partition lie in the default one, since it was not made when they were planned: there they stay. */
export async function liesInDefault(db: Database, { from, to }: Partition): Promise<boolean> {
  const found = (table: Table) => sql`exists (
    select from ${defaultOf(table)} where edition_id >= ${from} and edition_id < ${to})`;
  const { rows } = await db.execute<{ isThere: boolean }>(sql`
    select ${found("batches")} or ${found("deliveries")} as "isThere"`);
  return rows[0]?.isThere ?? false;
}

const exclusionOf = (table: Table) => sql.identifier(`${table}_made_ahead`);

/**
 * Has the default partition refuse rows of partitions that are about to be made. In a transaction of its own, which
 * reads nothing; the proof that there are none follows (`proveExclusion`).
 */
export async function excludeFromDefault(tx: Database, partitions: Partition[]): Promise<void> {
  const others = sql.join(
    partitions.map(
      ({ from, to }) => sql`not (edition_id >= ${literal(from)} and edition_id < ${literal(to)})`,
    ),
    sql` and `,
  );
  for (const table of tables)
    await tx.execute(sql`
      alter table ${defaultOf(table)} drop constraint if exists ${exclusionOf(table)},
        add constraint ${exclusionOf(table)} check (${others}) not valid`);
}

/** Reads the default partition through, however large, while everybody writes to it. */
export async function proveExclusion(tx: Database): Promise<void> {
  for (const table of tables)
    await tx.execute(sql`alter table ${defaultOf(table)} validate constraint ${exclusionOf(table)}`);
}

/**
 * Has the default partition take again whatever has no partition. Where it does, as nearly always, nobody is kept out of
 * the table to see it. Safe to repeat.
 */
export async function endExclusion(tx: Database): Promise<void> {
  for (const table of tables) {
    const { rowCount } = await tx.execute(sql`
      select from pg_constraint where conname = ${`${table}_made_ahead`}
        and conrelid = ${`${table}_default`}::regclass`);
    if (rowCount !== 0)
      await tx.execute(sql`
        alter table ${defaultOf(table)} drop constraint if exists ${exclusionOf(table)}`);
  }
}

/**
 * Makes the tables of a partition; false where rows of it lie in the default one, and then nothing is made. Reads the
 * default partition through unless `proveExclusion` has.
 */
export async function createPartition(tx: Database, partition: Partition): Promise<boolean> {
  const { from, to } = partition;
  if (await liesInDefault(tx, partition)) return false;
  await holdTables(tx);
  // Who held the tables until now, such as a worker of the release before, may have planned an edition of it there.
  if (await liesInDefault(tx, partition)) return false;
  for (const table of tables)
    await tx.execute(sql`
      create table ${tableOf(table, partition)} partition of ${sql.identifier(table)}
        for values from (${literal(from)}) to (${literal(to)}) ${sql.raw(storageOf[table])}`);
  await referToBatches(tx, partition);
  await proveReference(tx, partition);
  return true;
}

const reference = "deliveries_batch_fk";

/** By the ends of their names, the partitions whose deliveries do not refer to their batches, and those where that is not proved. */
export async function listUnreferred(db: Database): Promise<{ missing: Set<string>; unproved: Set<string> }> {
  const { rows } = await db.execute<{ suffix: string; isMissing: boolean }>(sql`
    select substr(c.relname, length('deliveries_') + 1) as suffix, k.oid is null as "isMissing"
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    left join pg_constraint k on k.conrelid = c.oid and k.conname = ${reference}
    where i.inhparent = 'deliveries'::regclass and k.convalidated is not true`);
  const of = (wanted: boolean) =>
    new Set(rows.filter(({ isMissing }) => isMissing === wanted).map(({ suffix }) => suffix));
  return { missing: of(true), unproved: of(false) };
}

/**
 * Has the deliveries of a partition refer to its own batches: by a key to the partitioned table, PostgreSQL would go
 * through all partitions for each row that is planned (decision 34). Rows that are there are believed until
 * `proveReference`, which reads them while everybody writes.
 */
export async function referToBatches(tx: Database, partition: Partition): Promise<void> {
  await tx.execute(sql`
    alter table ${tableOf("deliveries", partition)} add constraint ${sql.identifier(reference)}
      foreign key (edition_id, batch_id) references ${tableOf("batches", partition)} (edition_id, id) not valid`);
}

export async function proveReference(tx: Database, partition: Partition): Promise<void> {
  await tx.execute(sql`
    alter table ${tableOf("deliveries", partition)} validate constraint ${sql.identifier(reference)}`);
}

/** All that a partition's making touches, in the order in which a seal takes it, so that the two never wait for each other. */
async function holdTables(tx: Database): Promise<void> {
  await tx.execute(sql`lock table editions, compiled_sets in share row exclusive mode`);
  await tx.execute(sql`lock table only batches, only deliveries in access exclusive mode`);
}

/** Drops the tables of a partition in which no row is left; false where one is, and then nothing is dropped. */
export async function dropEmptyPartition(tx: Database, partition: Partition): Promise<boolean> {
  if (!(await isEmpty(tx, partition))) return false;
  await holdTables(tx);
  if (!(await isEmpty(tx, partition))) return false;
  for (const table of tables.toReversed()) await tx.execute(sql`drop table ${tableOf(table, partition)}`);
  return true;
}

/** By the ends of their names, the partitions of deliveries whose pages are filled so, and those of which nothing is said. */
export async function listFilled(db: Database): Promise<{ thinly: Set<string>; fully: Set<string> }> {
  const { rows } = await db.execute<{ suffix: string; percentage: string | null }>(sql`
    select substr(c.relname, length('deliveries_') + 1) as suffix, (select option_value
      from pg_options_to_table(c.reloptions) where option_name = 'fillfactor') as percentage
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'deliveries'::regclass`);
  const of = (wanted: string | null) =>
    new Set(rows.filter(({ percentage }) => percentage === wanted).map(({ suffix }) => suffix));
  return { thinly: of(String(thinly)), fully: of(null) };
}

/**
 * Has the deliveries of a partition be planned onto thin pages, or fill them wherever they are written anew, as by
 * `VACUUM FULL` or a restore. Moves no row, and keeps no worker out.
 */
export async function fillPages(tx: Database, partition: Partition, how: "thinly" | "fully"): Promise<void> {
  const change = how === "thinly" ? `set (fillfactor = ${thinly})` : "reset (fillfactor)";
  await tx.execute(sql`alter table if exists ${tableOf("deliveries", partition)} ${sql.raw(change)}`);
}

/**
 * By the least key, which an index has: files of rows that went stay large, and to look for any row reads them whole,
 * while everybody waits.
 */
async function isEmpty(tx: Database, partition: Partition): Promise<boolean> {
  const leastOf = (table: Table) => sql`(select min(edition_id) from ${tableOf(table, partition)})`;
  const { rows } = await tx.execute<{ isEmpty: boolean }>(sql`
    select coalesce(${leastOf("deliveries")}, ${leastOf("batches")}) is null as "isEmpty"`);
  return rows[0]?.isEmpty ?? false;
}

/** Longer than PostgreSQL takes to end an autovacuum for it; a vacuum that an operator began may go on for hours. */
const analyseLockMs = 5_000;

/**
 * Has PostgreSQL look at what was just planned: until it knows that an edition has many rows, it takes an index of
 * editions for one that finds few, and reads all of an edition for each batch. In the transaction that planned it, which
 * goes on without where a table is being vacuumed.
 */
export async function analysePlanned(
  tx: Database,
  editionId: string,
  lockTimeoutMs = analyseLockMs,
): Promise<void> {
  const { rows: settings } = await tx.execute<{ usual: string }>(
    sql`select current_setting('lock_timeout') as usual`,
  );
  const setLimit = (step: Database, limit: string) =>
    step.execute(sql`select set_config('lock_timeout', ${limit}, true)`);
  try {
    await tx.transaction(async (step) => {
      await setLimit(step, String(lockTimeoutMs));
      for (const table of tables) await analyse(step, table, editionId);
      await setLimit(step, settings[0]?.usual ?? "0");
    });
  } catch (error) {
    if (!isGivenWay(error)) throw error;
  }
}

/** By which columns statements choose among the rows of an edition. */
const analysed = { batches: "edition_id, state", deliveries: "edition_id, batch_id, state" } as const;

async function analyse(tx: Database, table: Table, editionId: string): Promise<void> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    select tableoid::regclass::text as name from ${sql.identifier(table)} where edition_id = ${editionId} limit 1`);
  for (const { name } of rows) await tx.execute(sql`analyze ${sql.raw(name)} (${sql.raw(analysed[table])})`);
}

/** Statements that define tables take no parameters; ids hold neither quotes nor escapes. */
function literal(id: string): SQL {
  return sql.raw(`'${id}'`);
}
