import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { type DatabasePool, openDatabase } from "../../../src/db/client.ts";
import { listDeliveriesByProviderId } from "../../../src/delivery/feedback/places-store.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
const hashedAt = 1_795_600_055_000;
const pace = { lockTimeoutMs: 500, mostTries: 10, pauseMs: 50 };
const name = `paperboy_hashes_${process.pid}`;
const over = "daily-2026-06-17";
const underWay = "daily-2026-06-18";
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

let db: DatabasePool["db"];
let pool: pg.Pool;
let hashed: MigrationMeta;

/** A database as the release before leaves it: an edition that is over, and one that goes out in a partition of its own. */
beforeAll(async () => {
  const all = readMigrationFiles({ migrationsFolder: folder });
  const found = all.find(({ folderMillis }) => folderMillis === hashedAt);
  if (!found) throw new Error("there is no such migration");
  hashed = found;
  const url = await createDatabase(inject("databaseServerUrl"), name);
  ({ db, pool } = openDatabase(url, 3, () => {}));
  await apply(all.filter(({ folderMillis }) => folderMillis < hashedAt));
  for (const table of ["batches", "deliveries"])
    await pool.query(
      `create table ${table}_daily_2026_06 partition of ${table} for values from ('${underWay}') to ('daily-2026-07')`,
    );
  for (const [place, id] of [over, underWay].entries()) {
    await pool.query(
      `insert into editions (id, cadence, period, number, state, published_at, planned)
       values ($1, 'daily', substr($1, 7), $2, $3, now(), 2)`,
      [id, place + 1, id === underWay ? "sending" : "sent"],
    );
    await pool.query(
      "insert into batches (id, edition_id, state, due_at, idempotency_key) values ($1, $2, 'settled', now(), 'key')",
      [idOf(place), id],
    );
    for (const reader of [1, 2])
      await pool.query(
        `insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, provider_id)
         values ($1, $2, 'submitted', $3, now(), $4)`,
        [id, idOf(reader), idOf(place), id === over || reader === 1 ? `mail-${place}-${reader}` : null],
      );
  }
  await pool.query(
    `insert into deliveries (edition_id, subscriber_id, state, reason, batch_id, due_at)
     values ($1, $2, 'uncertain', 'restored', $3, now())`,
    [over, idOf(3), idOf(0)],
  );
});
afterAll(async () => {
  await pool.end();
  await runOn(inject("databaseServerUrl"), `drop database if exists ${name} with (force)`);
});

async function apply(migrations: MigrationMeta[]): Promise<void> {
  const client = await pool.connect();
  try {
    await applyMigrations(client, migrations, pace);
  } finally {
    client.release();
  }
}

/** The indexes of each partition of deliveries, each told by its partition and what it is of. */
const listIndexes = async () => {
  const { rows } = await pool.query<{ made: string; isTakenOver: boolean }>(`
    select i.indrelid::regclass || ' ' || substring(pg_get_indexdef(i.indexrelid) from 'USING .*') as made,
      c.relispartition as "isTakenOver"
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_inherits p on p.inhrelid = i.indrelid
    where p.inhparent = 'deliveries'::regclass order by 1`);
  return rows;
};

const find = async (...ids: string[]) => Object.fromEntries(await listDeliveriesByProviderId(db, ids));

describe("mails found by the provider's id", () => {
  it("are those that were known before, also where the migration is cut off after any step and comes again", async () => {
    for (let steps = 1; steps < hashed.sql.length; steps += 1) {
      const cut = { ...hashed, sql: [...hashed.sql.slice(0, steps), "select 1 / 0"] };
      await expect(apply([cut])).rejects.toThrow(/division by zero/);
    }
    await apply([hashed]);
    await apply([{ ...hashed, folderMillis: hashedAt + 1 }]);
    expect(await find("mail-0-1", "mail-0-2", "mail-1-1", "mail-1-2")).toEqual({
      "mail-0-1": { editionId: over, subscriberId: idOf(1) },
      "mail-0-2": { editionId: over, subscriberId: idOf(2) },
      "mail-1-1": { editionId: underWay, subscriberId: idOf(1) },
    });
    const { rows } = await pool.query("select sum(cardinality(hashes))::int as hashes from mail_hashes");
    expect(rows).toEqual([{ hashes: 3 }]);
    const { rows: invalid } = await pool.query(
      "select indexrelid::regclass::text from pg_index where not indisvalid",
    );
    expect(invalid).toEqual([]);
  });

  it("leaves each partition the indexes of the whole table, made beside whoever writes, and no other", async () => {
    const made = await listIndexes();
    expect(made.every(({ isTakenOver }) => isTakenOver)).toBe(true);
    expect(new Set(made.map((one) => one.made)).size).toBe(made.length);
    expect(made).toHaveLength(8);
    const { rows: beforehand } = await pool.query(
      "select relname from pg_class where relname ~ '^deliveries_.*_(by_batch|reason)$' and relkind = 'i' order by 1",
    );
    expect(beforehand.map(({ relname }) => relname)).toEqual([
      "deliveries_daily_2026_06_by_batch",
      "deliveries_daily_2026_06_reason",
      "deliveries_default_by_batch",
      "deliveries_default_reason",
    ]);
  });

  it("finds what is uncertain by its batch, also where the release before had left that settled", async () => {
    const { rows } = await pool.query("select id, state from batches order by id");
    expect(rows).toEqual([
      { id: idOf(0), state: "uncertain" },
      { id: idOf(1), state: "settled" },
    ]);
  });

  it("are those of which a worker of the release before learns the id, in whichever batch they are then", async () => {
    const ofReader = "where edition_id = $2 and subscriber_id = $3";
    await pool.query(`update deliveries set provider_id = $1 ${ofReader}`, ["mail-1-2", underWay, idOf(2)]);
    await pool.query(
      "insert into batches (id, edition_id, state, due_at) values ($1, $2, 'planned', now())",
      [idOf(9), underWay],
    );
    await pool.query(`update deliveries set batch_id = $1 ${ofReader}`, [idOf(9), underWay, idOf(1)]);
    expect(await find("mail-1-1", "mail-1-2", "mail-1-3")).toEqual({
      "mail-1-1": { editionId: underWay, subscriberId: idOf(1) },
      "mail-1-2": { editionId: underWay, subscriberId: idOf(2) },
    });
  });
});
