import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
const partitionedAt = 1_795_600_052_000;
const keysWithinAt = 1_795_600_060_000;
const pace = { lockTimeoutMs: 500, mostTries: 10, pauseMs: 50 };
const name = `paperboy_partitions_${process.pid}`;
const editions = ["daily-2026-06-17", "weekly-2026-W24", "monthly-2026-05"];
const underWay = "daily-2026-06-18";
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

let pool: pg.Pool;
let partitioned: MigrationMeta;
let keysWithin: MigrationMeta;
let before: Rows;

type Rows = { batches: unknown[]; deliveries: unknown[] };

/** A database as the release before leaves it: an edition of each cadence that is over, and one that goes out. */
beforeAll(async () => {
  const all = readMigrationFiles({ migrationsFolder: folder });
  const find = (at: number) => {
    const found = all.find(({ folderMillis }) => folderMillis === at);
    if (!found) throw new Error("there is no such migration");
    return found;
  };
  partitioned = find(partitionedAt);
  keysWithin = find(keysWithinAt);
  const url = await createDatabase(inject("databaseServerUrl"), name);
  pool = new pg.Pool({ connectionString: url, max: 3 });
  await apply(all.filter(({ folderMillis }) => folderMillis < partitionedAt));
  for (const [place, id] of [...editions, underWay].entries()) {
    await pool.query(
      `insert into editions (id, cadence, period, number, state, published_at, planned)
       values ($1, split_part($1, '-', 1), substr($1, strpos($1, '-') + 1), $2, $3, now(), 2)`,
      [id, place + 1, id === underWay ? "sending" : "sent"],
    );
    await pool.query(
      `insert into batches (id, edition_id, state, due_at, idempotency_key) values ($1, $2, $3, now(), $4)`,
      [idOf(place), id, id === underWay ? "planned" : "settled", `key-${place}`],
    );
    for (const reader of [1, 2])
      await pool.query(
        `insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, provider_id) values ($1, $2, $3, $4, now(), $5)`,
        [id, idOf(reader), id === underWay ? "pending" : "submitted", idOf(place), `mail-${place}-${reader}`],
      );
  }
  await pool.query(
    `insert into warm_up_bookings (batch_id, domain, day, mails) values ($1, 'example.com', '2026-06-17', 2)`,
    [idOf(0)],
  );
  before = await readRows();
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

async function readRows(): Promise<Rows> {
  const { rows: batches } = await pool.query("select * from batches order by id");
  const { rows: deliveries } = await pool.query(
    "select * from deliveries order by edition_id, subscriber_id",
  );
  return { batches, deliveries };
}

describe("partitioning the ledger", () => {
  it("carries each row as it is, also where it is cut off after any step and comes again", async () => {
    for (let steps = 1; steps < partitioned.sql.length; steps += 4) {
      const cut = { ...partitioned, sql: [...partitioned.sql.slice(0, steps), "select 1 / 0"] };
      await expect(apply([cut])).rejects.toThrow(/division by zero/);
      expect(await readRows()).toEqual(before);
    }
    await apply([partitioned]);
    await apply([{ ...partitioned, folderMillis: partitionedAt + 1 }]);
    expect(await readRows()).toEqual(before);
    const { rows } = await pool.query(
      "select c.relname from pg_class c where c.relkind = 'p' and c.relnamespace = 'public'::regnamespace order by 1",
    );
    expect(rows.map(({ relname }) => relname)).toEqual(["batches", "deliveries"]);
    const { rows: invalid } = await pool.query(
      `select conname from pg_constraint where not convalidated and conname <> 'batches_split_not_accepted'
       union select indexrelid::regclass::text from pg_index where not indisvalid`,
    );
    expect(invalid).toEqual([]);
  });

  it("names the edition of a warm-up's booking, also of one that a worker of the release before writes", async () => {
    await pool.query(
      `insert into warm_up_bookings (batch_id, domain, day, mails) values ($1, 'example.com', '2026-06-18', 1)`,
      [idOf(3)],
    );
    const { rows } = await pool.query("select edition_id from warm_up_bookings order by batch_id");
    expect(rows).toEqual([{ edition_id: editions[0] }, { edition_id: underWay }]);
  });

  it("lets a worker of the release before, which names no edition, take a batch from plan to end", async () => {
    await pool.query(
      `update batches set state = 'sealed', recipients = '[]', body_hash = 'h', idempotency_key = 'key' where id = $1`,
      [idOf(3)],
    );
    await pool.query(
      `update deliveries d set state = 'sealed', choice = '{"forYou":[],"top":[],"late":[]}' where d.batch_id = $1`,
      [idOf(3)],
    );
    await pool.query(
      `with settled as (update batches set state = 'settled', recipients = null where id = $1 returning state)
       update deliveries d set state = 'failed', reason = 'no mailbox' from settled where d.batch_id = $1`,
      [idOf(3)],
    );
    const { rows } = await pool.query(
      "select state, reason_code, count(*)::int from deliveries where edition_id = $1 group by 1, 2",
      [underWay],
    );
    expect(rows).toEqual([{ state: "failed", reason_code: "refused", count: 2 }]);
    const { rows: totals } = await pool.query(
      "select state, sum(deliveries)::int as sum from edition_totals where edition_id = $1 group by 1 having sum(deliveries) <> 0 order by 1",
      [underWay],
    );
    expect(totals).toEqual([
      { state: "failed", sum: 2 },
      { state: "pending", sum: -2 },
    ]);
  });

  it("keeps one delivery of a reader in an edition, and every delivery's batch in its own", async () => {
    await expectKeysKept();
  });

  it("keeps them by keys within each partition as well, which read what was there", async () => {
    await pool.query(`
      create table batches_daily_2026_09 partition of batches for values from ('daily-2026-09') to ('daily-2026-10');
      create table deliveries_daily_2026_09 partition of deliveries for values from ('daily-2026-09') to ('daily-2026-10')`);
    before = await readRows();
    const cut = { ...keysWithin, sql: [...keysWithin.sql.slice(0, 1), "select 1 / 0"] };
    await expect(apply([cut])).rejects.toThrow(/division by zero/);
    await expectKeysKept();
    await apply([keysWithin]);
    await apply([{ ...keysWithin, folderMillis: keysWithinAt + 1 }]);
    expect(await readRows()).toEqual(before);
    await expectKeysKept();
    const { rows } = await pool.query(
      `select conrelid::regclass::text as from, confrelid::regclass::text as to, convalidated as "isProved"
       from pg_constraint where conname = 'deliveries_batch_fk' order by 1`,
    );
    expect(rows).toEqual([
      { from: "deliveries_daily_2026_09", to: "batches_daily_2026_09", isProved: true },
      { from: "deliveries_default", to: "batches_default", isProved: true },
    ]);
  });
});

async function expectKeysKept(): Promise<void> {
  const insert = (edition: string, reader: number, batch: number) =>
    pool.query(
      `insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at) values ($1, $2, 'pending', $3, now())`,
      [edition, idOf(reader), idOf(batch)],
    );
  await expect(insert(underWay, 1, 3)).rejects.toThrow(/duplicate key/);
  await expect(insert(underWay, 3, 0)).rejects.toThrow(/foreign key/);
  await expect(
    pool.query(
      "insert into batches (edition_id, state, due_at, idempotency_key) values ($1, 'planned', now(), 'key')",
      [underWay],
    ),
  ).rejects.toThrow(/duplicate key/);
}
