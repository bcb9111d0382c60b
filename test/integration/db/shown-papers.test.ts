import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
const shownAt = 1_795_600_023_000;
const pace = { lockTimeoutMs: 500, mostTries: 10, pauseMs: 50 };
const name = `paperboy_shown_${process.pid}`;
const batchId = "00000000-0000-4000-8000-00000000000b";
const reader = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

let pool: pg.Pool;
/** The migration that brings what was shown, alone. */
let shown: MigrationMeta[];

/** A database as the release before leaves it, with editions of which the papers 1 to 3 overlap. */
beforeAll(async () => {
  const all = readMigrationFiles({ migrationsFolder: folder });
  shown = all.filter(({ folderMillis }) => folderMillis === shownAt);
  const url = await createDatabase(inject("databaseServerUrl"), name);
  pool = new pg.Pool({ connectionString: url, max: 3 });
  await apply(all.filter(({ folderMillis }) => folderMillis < shownAt));
  await addEdition("daily-2026-06-17", 1, "now() - interval '2 days'", ["p3", "p1"], ["p2"]);
  await addEdition("daily-2026-06-18", 2, "null", ["p2", "p4"], []);
  await addEdition("daily-2026-01-01", 3, "now() - interval '101 days'", ["p1"], []);
  await pool.query(
    `insert into batches (id, edition_id, state, due_at) values ('${batchId}', 'daily-2026-06-18', 'planned', now())`,
  );
  const choice = { detail: "title", forYou: [1], top: [0], late: [2] };
  await addDelivery("daily-2026-06-17", 1, "submitted", choice);
  await addDelivery("daily-2026-06-17", 2, "uncertain", { ...choice, forYou: [], late: [] });
  await addDelivery("daily-2026-06-17", 3, "failed", choice);
  await addDelivery("daily-2026-06-17", 4, "submitted", null);
  await addDelivery("daily-2026-06-17", 5, "excluded", null);
  for (let number = 10; number < 5_010; number += 1)
    await addDelivery("daily-2026-06-18", number, number < 5_000 ? "submitted" : "sealed", choice);
  await addDelivery("daily-2026-01-01", 1, "submitted", { ...choice, forYou: [], late: [] });
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

async function addEdition(id: string, number: number, finishedAt: string, top: string[], late: string[]) {
  await pool.query(
    `insert into editions (id, cadence, period, number, state, published_at, finished_at)
     values ($1, 'daily', $2, $3, 'sending', now(), ${finishedAt})`,
    [id, id.slice(6), number],
  );
  for (const [section, ids] of [
    ["top", top],
    ["late", late],
  ] as const) {
    for (const [index, paper] of ids.entries())
      await pool.query(
        `insert into edition_papers (edition_id, paper_id, section, rank, score, parts, frozen)
         values ($1, $2, $3, $4, 0, '{}', '{}')`,
        [id, paper, section, index + 1],
      );
  }
}

const queued: string[] = [];
async function addDelivery(edition: string, number: number, state: string, choice: object | null) {
  queued.push(
    `('${edition}', '${reader(number)}', '${state}', now(), 'x', ${choice === null ? "null" : `'${JSON.stringify(choice)}'`})`,
  );
  if (queued.length < 1000 && edition === "daily-2026-06-18") return;
  await pool.query(
    `insert into deliveries (edition_id, subscriber_id, state, due_at, reason, choice) values ${queued.join(", ")}`,
  );
  queued.length = 0;
}

/** What is remembered of an edition, by reader, in papers. */
async function remembered(edition: string, first = 0, last = 9): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<{ reader: string; papers: string[] }>(
    `select s.subscriber_id as reader, array_agg(n.paper_id order by u.place) as papers
     from shown_papers s cross join lateral unnest(s.papers) with ordinality u(number, place)
     join paper_numbers n on n.number = u.number
     where s.edition_id = $1 and s.subscriber_id between $2 and $3 group by 1 order by 1`,
    [edition, reader(first), reader(last)],
  );
  return Object.fromEntries(rows.map(({ reader, papers }) => [String(Number(reader.slice(-12))), papers]));
}

const count = async (edition: string) =>
  Number(
    (await pool.query("select count(*) from shown_papers where edition_id = $1", [edition])).rows[0]?.count,
  );

const expected = { 1: ["p1", "p3", "p2"], 2: ["p3"] };

describe("the migration that remembers what was shown", () => {
  it("fills it from past choices that were or may have been mailed, and may be repeated", async () => {
    await apply(shown);
    expect(await remembered("daily-2026-06-17")).toEqual(expected);
    expect(await count("daily-2026-06-18")).toBe(4_990);
    expect(await count("daily-2026-01-01")).toBe(0);
    await pool.query(`delete from shown_papers where subscriber_id > '${reader(3_000)}'`);
    await pool.query("delete from drizzle.__drizzle_migrations where created_at = $1", [shownAt]);
    await apply(shown);
    expect(await remembered("daily-2026-06-17")).toEqual(expected);
    expect(await count("daily-2026-06-18")).toBe(4_990);
  });

  it("goes on beside workers of the release before, which know of none of it", async () => {
    const move = (number: number, change: string) =>
      pool.query(
        `update deliveries set ${change} where edition_id = 'daily-2026-06-18' and subscriber_id = '${reader(number)}'`,
      );
    const papers = () => remembered("daily-2026-06-18", 5_000, 5_009);
    expect(await papers()).toEqual({});
    // Settled, refused, given up, and settled by an operator.
    await move(5_000, "state = 'submitted', submitted_at = now()");
    await move(5_001, "state = 'failed'");
    await move(5_002, "state = 'uncertain'");
    await move(5_003, "state = 'uncertain'");
    expect(await papers()).toEqual({ 5000: ["p4", "p2"], 5002: ["p4", "p2"], 5003: ["p4", "p2"] });
    await move(5_002, "state = 'failed'");
    await move(5_003, "state = 'submitted'");
    // Erased.
    await move(5_000, "choice = null");
    expect(await papers()).toEqual({ 5003: ["p4", "p2"] });
    // Found again by an event.
    await move(5_001, "state = 'submitted'");
    expect(await papers()).toEqual({ 5001: ["p4", "p2"], 5003: ["p4", "p2"] });
  });

  it("numbers the papers of an edition that a worker of the release before publishes", async () => {
    await addEdition("daily-2026-06-19", 4, "null", ["p9", "p1"], []);
    const { rows } = await pool.query("select paper_id from paper_numbers order by number desc limit 1");
    expect(rows).toEqual([{ paper_id: "p9" }]);
  });

  it.each([
    "[]",
    "7",
    '{"forYou": 1, "top": null, "late": ["x", -1, 1.5, 99, 99999999999]}',
    '{"top": {"a": 1}}',
    String.raw`{"top": [0], "because": ["a zero: \u0000"]}`,
    String.raw`{"top": [0, "half of a pair: \ud800"]}`,
  ])("never keeps a batch from being settled: a choice that is %s shows nothing", async (choice) => {
    await pool.query("update deliveries set state = 'sealed', choice = $1 where subscriber_id = $2", [
      choice,
      reader(5_009),
    ]);
    await pool.query("update deliveries set state = 'submitted' where subscriber_id = $1", [reader(5_009)]);
    expect(await remembered("daily-2026-06-18", 5_009, 5_009)).toEqual({});
  });
});
