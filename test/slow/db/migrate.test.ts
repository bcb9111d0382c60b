import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { countPendingMigrations, migrateDatabase } from "../../../src/db/migrate.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
/** The last migration of the release before. */
const lastBefore = 1_795_531_890_585;
const hasty = { lockTimeoutMs: 200, mostTries: 2, pauseMs: 10 };

let url: string;
let pool: pg.Pool;
let worker: pg.Client;
let serial = 0;

/** A database with the tables of the release before, and a worker of it. */
beforeEach(async () => {
  serial += 1;
  url = await createDatabase(inject("databaseServerUrl"), `paperboy_migrate_${process.pid}_${serial}`);
  pool = new pg.Pool({ connectionString: url });
  await apply(
    readMigrationFiles({ migrationsFolder: folder }).filter(({ folderMillis }) => folderMillis <= lastBefore),
  );
  worker = new pg.Client({ connectionString: url });
  await worker.connect();
});
afterEach(async () => {
  await worker.end();
  await pool.end();
  await runOn(
    inject("databaseServerUrl"),
    `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`,
  );
});

async function apply(migrations: MigrationMeta[]): Promise<void> {
  const client = await pool.connect();
  try {
    await applyMigrations(client, migrations, hasty);
  } finally {
    client.release();
  }
}

async function isWaiting(): Promise<boolean> {
  const { rows } = await pool.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}

describe("migrating", () => {
  it("gives way to a worker that holds what it needs and needs what it holds", async () => {
    await worker.query("begin");
    await worker.query("select * from provider_events for update");
    await worker.query("lock table provider_events in row exclusive mode");
    const migrated = migrateDatabase(pool);
    await vi.waitUntil(isWaiting, { interval: 5, timeout: 60_000 });
    // The migration has altered suppressions and waits for provider_events, which this worker holds.
    await worker.query(
      "insert into suppressions (address_hash, reason, created_at) values ('a', 'operator', now())",
    );
    await worker.query("commit");
    await migrated;
    expect(await countPendingMigrations(pool)).toBe(0);
    const { rows } = await pool.query("select address_hash, key_id from suppressions");
    expect(rows).toEqual([{ address_hash: "a", key_id: null }]);
  });

  it("says in one sentence that a table stays locked, leaves what was there, and goes on later", async () => {
    await worker.query("begin");
    await worker.query("lock table provider_events in access exclusive mode");
    await expect(migrateDatabase(pool, hasty)).rejects.toThrow(/stays locked by another program/);
    await worker.query("rollback");
    const { rows } = await pool.query(
      "select from information_schema.columns where column_name = 'keyed_hash'",
    );
    expect(rows).toEqual([]);
    await migrateDatabase(pool);
    await migrateDatabase(pool);
    expect(await countPendingMigrations(pool)).toBe(0);
  });

  it("makes an index anew whose making was cut off, and no lock of it outlives the migration", async () => {
    await migrateDatabase(pool);
    await pool.query(
      "update pg_index set indisvalid = false where indexrelid = 'provider_events_unreduced'::regclass",
    );
    const [step] = readMigrationFiles({ migrationsFolder: folder }).filter(({ sql }) =>
      sql.some((statement) => statement.includes('"provider_events_unreduced"')),
    );
    if (!step) throw new Error("one of the migrations makes the index");
    // As if it had not been applied to its end.
    await apply([{ ...step, folderMillis: Number.MAX_SAFE_INTEGER }]);
    const { rows } = await pool.query(
      "select indisvalid from pg_index where indexrelid = 'provider_events_unreduced'::regclass",
    );
    expect(rows).toEqual([{ indisvalid: true }]);
    expect((await pool.query("show lock_timeout")).rows).toEqual([{ lock_timeout: "0" }]);
  });

  it("is done once by five who start at the same instant", async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => migrateDatabase(pool)));
    const { rows } = await pool.query("select created_at from drizzle.__drizzle_migrations");
    expect(rows).toHaveLength(readMigrationFiles({ migrationsFolder: folder }).length);
  });

  it("carries the choices of uncertain batches to their deliveries, and takes the addresses out", async () => {
    const [edition, batch, reader] = ["daily-2026-06-17", crypto.randomUUID(), crypto.randomUUID()];
    await pool.query(
      `insert into editions (id, cadence, period, number, state, published_at) values ($1, 'daily', '2026-06-17', 1, 'sent', now())`,
      [edition],
    );
    await pool.query(
      `insert into subscribers (id, email, email_key, address_hash, state, source, created_at, updated_at) values ($1, 'a@b.example', 'a@b.example', 'h', 'active', 'x', now(), now())`,
      [reader],
    );
    const recipients = JSON.stringify([
      { subscriberId: reader, to: "a@b.example", choice: { detail: "title" }, tokens: {} },
    ]);
    await pool.query(
      `insert into batches (id, edition_id, state, due_at, recipients, attempts) values ($1, $2, 'uncertain', now(), $3, 1)`,
      [batch, edition, recipients],
    );
    await pool.query(
      `insert into deliveries (edition_id, subscriber_id, state, reason, batch_id, due_at) values ($1, $2, 'uncertain', 'x', $3, now())`,
      [edition, reader, batch],
    );
    await migrateDatabase(pool);
    const { rows } = await pool.query(
      "select b.recipients, d.choice from batches b join deliveries d on d.batch_id = b.id",
    );
    expect(rows).toEqual([{ recipients: [{ subscriberId: reader }], choice: { detail: "title" } }]);
  });

  it("gives each edition that has templates its first compiled set, beside which another may lie", async () => {
    const insertTemplate = `insert into edition_templates (edition_id, detail, compiled) values ($1, $2, '{}')`;
    for (const [number, period] of ["2026-06-16", "2026-06-17"].entries()) {
      await pool.query(
        `insert into editions (id, cadence, period, number, state, published_at) values ($1, 'daily', $2, $3, 'sending', now())`,
        [`daily-${period}`, period, number + 1],
      );
    }
    for (const detail of ["title", "summary"]) await pool.query(insertTemplate, ["daily-2026-06-16", detail]);
    await migrateDatabase(pool);
    const { rows } = await pool.query(
      `select t.edition_id, t.detail, t.language, s.revision, count(*) over (partition by s.id)::int as templates
        from edition_templates t join compiled_sets s on s.id = t.set_id and s.edition_id = t.edition_id
        order by t.detail`,
    );
    const shared = { edition_id: "daily-2026-06-16", language: "en", revision: 1, templates: 2 };
    expect(rows).toEqual([
      { ...shared, detail: "summary" },
      { ...shared, detail: "title" },
    ]);
    // A worker of the release before publishes on.
    await worker.query(insertTemplate, ["daily-2026-06-17", "title"]);
    await expect(worker.query(insertTemplate, ["daily-2026-06-17", "title"])).rejects.toThrow(/duplicate/);
    await pool.query(
      `with made as (insert into compiled_sets (edition_id, revision) values ('daily-2026-06-16', 2) returning id)
        insert into edition_templates (edition_id, set_id, detail, compiled)
        select 'daily-2026-06-16', id, 'title', '{}' from made`,
    );
  });
});
