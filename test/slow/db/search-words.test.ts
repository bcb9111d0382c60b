import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
const searchAt = 1_795_600_024_000;
const pace = { lockTimeoutMs: 500, mostTries: 20, pauseMs: 50 };
const name = `paperboy_search_${process.pid}`;

let pool: pg.Pool;
/** The migration that brings what is searched, alone. */
let search: MigrationMeta[];

/** A database as the release before leaves it. */
beforeAll(async () => {
  const all = readMigrationFiles({ migrationsFolder: folder });
  search = all.filter(({ folderMillis }) => folderMillis === searchAt);
  const url = await createDatabase(inject("databaseServerUrl"), name);
  pool = new pg.Pool({ connectionString: url, max: 3 });
  await apply(all.filter(({ folderMillis }) => folderMillis < searchAt));
  await store(pool, 1, 1_800);
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

/** Stores papers as a worker of the release before does: it knows of no words but its own. */
async function store(on: pg.Pool | pg.PoolClient, first: number, last: number): Promise<void> {
  await on.query(
    `insert into papers (id, title, abstract, authors, categories, published_at, first_seen_at, updated_at)
     select 'p' || n, 'Steering of agents ' || n, repeat('Sparse attention helps. ', 20), '{"Ann Will"}', '{cs.AI}',
       now(), now(), now() from generate_series(${first}, ${last}) n`,
  );
}

async function isWaiting(): Promise<boolean> {
  const { rowCount } = await pool.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rowCount !== 0;
}

it("what is searched is filled from the papers of before, again after it was cut off, and beside who stores papers", async () => {
  const cutOff = await pool.connect();
  for (const statement of search.flatMap(({ sql }) => sql)) {
    if (!statement.includes("DO $$ DECLARE last")) await cutOff.query(statement);
    else {
      await cutOff.query(
        "create or replace function cut_off() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$",
      );
      await cutOff.query(
        "create trigger cut_off before insert on paper_search for each row when (new.paper_id = 'p950') execute function cut_off()",
      );
      await expect(cutOff.query(statement)).rejects.toThrow("cut off");
      await cutOff.query("drop trigger cut_off on paper_search");
      break;
    }
  }
  const { rows } = await cutOff.query<{ filled: number }>("select count(*)::int as filled from paper_search");
  expect(rows[0]?.filled).toBeGreaterThan(0);

  await cutOff.query("begin");
  await store(cutOff, 1_801, 1_850);
  await cutOff.query("update papers set title = 'Pruning of agents' where id in ('p7', 'p951', 'p1790')");
  const applied = apply(search);
  await expect.poll(isWaiting, { interval: 5, timeout: 60_000 }).toBe(true);
  await cutOff.query("commit");
  cutOff.release();
  await applied;
  await store(pool, 1_851, 1_860);

  const { rows: wrong } = await pool.query(`
    select p.id from papers p left join paper_search s on s.paper_id = p.id
    where s.words is distinct from paperboy_search_words(p.title, p.authors, p.organization, p.keywords, p.abstract)`);
  expect(wrong).toEqual([]);
  const counted =
    "select lexeme, papers from search_lexemes where papers <> 0 and lexeme <> '' order by lexeme";
  const seen = `select word collate "C" as lexeme, ndoc as papers from ts_stat('select words from paper_search') order by 1`;
  expect((await pool.query(counted)).rows).toEqual((await pool.query(seen)).rows);
  const { rows: all } = await pool.query("select papers from search_lexemes where lexeme = ''");
  expect(all).toEqual([{ papers: 1_860 }]);
});
