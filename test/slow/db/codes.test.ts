import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { applyMigrations } from "../../../src/db/apply-migrations.ts";
import { nameRefusal } from "../../../src/delivery/mailers/refusal-key.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";
import { casesOf } from "../short.ts";

const folder = fileURLToPath(new URL("../../../src/db/migrations", import.meta.url));
const codesAt = 1_795_600_018_000;
const pace = { lockTimeoutMs: 500, mostTries: 10, pauseMs: 50 };
const name = `paperboy_codes_${process.pid}`;
const editionId = "daily-2026-06-18";
const batchId = "00000000-0000-4000-8000-00000000000b";
const now = "2026-06-18T09:00:00.000Z";

let pool: pg.Pool;
let databases = 0;
let before: MigrationMeta[];
/** The migration that brings the codes, alone. */
let codes: MigrationMeta[];

beforeAll(async () => {
  const all = readMigrationFiles({ migrationsFolder: folder });
  before = all.filter(({ folderMillis }) => folderMillis < codesAt);
  codes = all.filter(({ folderMillis }) => folderMillis === codesAt);
  await openDatabaseOfBefore();
});
afterAll(closeDatabase);

/** With the tables of the release before. */
async function openDatabaseOfBefore(): Promise<void> {
  databases += 1;
  const url = await createDatabase(inject("databaseServerUrl"), `${name}_${databases}`);
  pool = new pg.Pool({ connectionString: url, max: 2 });
  await apply(before);
}

async function closeDatabase(): Promise<void> {
  await pool.end();
  await runOn(inject("databaseServerUrl"), `drop database if exists ${name}_${databases} with (force)`);
}

async function apply(migrations: MigrationMeta[]): Promise<void> {
  const client = await pool.connect();
  try {
    await applyMigrations(client, migrations, pace);
  } finally {
    client.release();
  }
}

async function rowsOf(text: string): Promise<unknown[][]> {
  const { rows } = await pool.query<Record<string, unknown>>(text);
  return rows.map((row) => Object.values(row));
}

const words = "validation_error: Invalid `to` field.";

const deliveries = [
  ["excluded", "suppressed", "suppressed"],
  ["excluded", "another cadence", "another-cadence"],
  ["excluded", "no paper is left", "no-paper-left"],
  ["excluded", "no paper matches", "no-match"],
  ["excluded", "fewer papers match than asked", "too-few-matches"],
  ["excluded", "cancelled", "cancelled"],
  ["excluded", "the moon", "other"],
  ["failed", words, "refused"],
  ["failed", "the answer does not name it", "not-named"],
  ["failed", "the operator's word: not accepted", "operators-word"],
  ["uncertain", "the key has expired", "key-expired"],
  ["uncertain", "the provider knows the key with other bytes", "key-reused"],
  ["uncertain", "the answer names 3 of 5 mails", "incomplete"],
  ["uncertain", "restored from a backup: mails may have left after it was made", "restored"],
  ["uncertain", "nobody's sentence", "other"],
] as const;

const notices = [
  ["failed", "the address is suppressed", "suppressed"],
  ["failed", "invalid to", "refused"],
  ["pending", "it could not be rendered", "not-rendered"],
  ["sealed", "quota of the month used up", "quota-month"],
  ["sealed", "a reset", "other"],
  ["uncertain", "the key has expired", "key-expired"],
] as const;

const troubles = [
  ["rate limit", "rate-limit"],
  ["quota of the day used up", "quota-day"],
  ["a request is under way", "under-way"],
  ["the answer could not be read", "unreadable"],
  ["the bytes made now differ from the sealed ones", "bytes-changed"],
  ["the clock of its worker is off", "clock-off"],
  ["fetch failed", "other"],
] as const;

const events = [
  ["it names no delivery that is known", "lost"],
  ["its delivery is known now", "recalled"],
  ["nobody knows yet whose mail it tells of", "undecided"],
  ["of a mail that another program sent", "foreign"],
  ["a type that is not known", "unknown-type"],
  ["it unsubscribed its reader", "left"],
  ["a sentence of nobody", "other"],
] as const;

const suppressions = [
  ["bounce", "too many transient bounces without a delivery between them", "transient-bounces"],
  ["bounce", "Permanent General", "reported"],
  ["complaint", null, "reported"],
  ["provider", "manual", "listed"],
  ["operator", "too many transient bounces without a delivery between them", "by-hand"],
  ["left", "imported: the list says so", "imported"],
  ["complaint", "imported: the list says so", "imported"],
  ["erased", null, null],
] as const;

/** Writes all of them as a worker of the release before does: it knows no code. */
async function writeProse(): Promise<void> {
  await pool.query(
    `insert into editions (id, cadence, period, number, state, state_reason, published_at) values
      ($1, 'daily', '2026-06-18', 1, 'paused', 'breaker: 6 % bounced for good', $2),
      ('daily-2026-06-17', 'daily', '2026-06-17', 2, 'paused', 'restored the sender: a look at the list', $2),
      ('daily-2026-06-16', 'daily', '2026-06-16', 3, 'paused',
        'restored from a backup: mails may have left after it was made', $2)`,
    [editionId, now],
  );
  await pool.query(
    `insert into batches (id, edition_id, state, due_at, refused_for) values ($1, $2, 'planned', $3, $4)`,
    [batchId, editionId, now, words],
  );
  for (const [index, [said]] of troubles.entries()) {
    await pool.query(
      `insert into batches (edition_id, state, due_at, last_error) values ($1, 'planned', $2, $3)`,
      [editionId, new Date(index * 1_000), said],
    );
  }
  for (const [state, said] of deliveries) {
    await pool.query(
      `insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, reason)
        values ($1, gen_random_uuid(), $2, $3, $4, $5)`,
      [editionId, state, batchId, now, said],
    );
  }
  for (const [state, said] of notices) {
    await pool.query(
      `insert into notices (kind, recipient, props, state, reason, created_at)
        values ('confirm', 'a@example.com', '{}', $1, $2, $3)`,
      [state, said, now],
    );
  }
  for (const [index, [said]] of events.entries()) {
    await pool.query(
      `insert into provider_events (id, type, occurred_at, received_at, payload) values ($1, 'x', $2, $2, '{}')`,
      [`e${index}`, now],
    );
    await pool.query(`update provider_events set note = $2, applied_at = $3 where id = $1`, [
      `e${index}`,
      said,
      now,
    ]);
  }
  for (const [index, [reason, said]] of suppressions.entries()) {
    await pool.query(
      `insert into suppressions (address_hash, reason, explanation, created_at) values ($1, $2, $3, $4)`,
      [`hash${index}`, reason, said, now],
    );
  }
  await pool.query(
    `insert into send_gates (name, next_at, blocked_until, blocked_reason, blocked_since)
      values ('resend', $1, $1, 'quota of the day used up', $1)`,
    [now],
  );
  await pool.query(
    `insert into process_reports (id, host, reported_at, clock_offset_ms, is_clock_right, queue_error)
      values (gen_random_uuid(), 'far-away', $1, 0, true, 'MOVED 866 10.0.0.1:7001')`,
    [now],
  );
}

async function expectCodes(): Promise<void> {
  const byText = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(byText(await rowsOf("select state, reason, reason_code from deliveries")), "deliveries").toEqual(
    byText(deliveries),
  );
  expect(byText(await rowsOf("select state, reason, reason_code from notices")), "notices").toEqual(
    byText(notices),
  );
  expect(
    byText(await rowsOf("select last_error, error_code from batches where last_error is not null")),
    "batches",
  ).toEqual(byText(troubles));
  expect(byText(await rowsOf("select note, note_code from provider_events")), "events").toEqual(
    byText(events),
  );
  expect(byText(await rowsOf("select reason, explanation, cause from suppressions")), "suppressions").toEqual(
    byText(suppressions),
  );
  expect(await rowsOf("select blocked_code from send_gates")).toEqual([["quota-day"]]);
  expect(await rowsOf("select queue_fault from process_reports")).toEqual([["moved"]]);
  expect(await rowsOf("select refused_key from batches where refused_for is not null")).toEqual([
    [nameRefusal(words).key],
  ]);
  expect(await rowsOf("select refusal_key from deliveries where reason_code = 'refused'")).toEqual([
    [nameRefusal(words).key],
  ]);
}

const tables =
  "deliveries, batches, notices, provider_events, suppressions, send_gates, process_reports, editions";

it("gives what was written before its codes, and keeps each text", async () => {
  await writeProse();
  await apply(codes);
  await expectCodes();
  expect(await rowsOf("select paused_by from editions order by id desc")).toEqual([
    ["breaker"],
    ["operator"],
    ["restore"],
  ]);
});

describe("beside a worker of the release before, which writes texts alone", () => {
  beforeEach(async () => {
    await apply(codes);
    await pool.query(`truncate ${tables} cascade`);
    await writeProse();
  });

  it("what it writes has its code at once", async () => {
    await expectCodes();
  });

  it("what it writes over a code has its own, and what it takes away has none", async () => {
    await pool.query(
      "update send_gates set blocked_code = 'refused', blocked_reason = 'invalid_api_key: bad'",
    );
    expect(await rowsOf("select blocked_code from send_gates")).toEqual([["refused"]]);
    await pool.query("update send_gates set blocked_reason = 'rate limit'");
    expect(await rowsOf("select blocked_code from send_gates")).toEqual([["rate-limit"]]);
    await pool.query("update send_gates set blocked_reason = null");
    expect(await rowsOf("select blocked_code from send_gates")).toEqual([[null]]);
    await pool.query("update deliveries set state = 'pending', reason = null where state = 'failed'");
    expect(
      await rowsOf("select distinct reason_code, refusal_key from deliveries where state = 'pending'"),
    ).toEqual([[null, null]]);
    await pool.query("update editions set state = 'sending', state_reason = null");
    expect(await rowsOf("select distinct paused_by from editions")).toEqual([[null]]);
    await pool.query("update editions set state = 'paused', state_reason = 'a look'");
    expect(await rowsOf("select distinct paused_by from editions")).toEqual([["operator"]]);
  });

  it("a statement that names a code is believed, whatever text stands beside it", async () => {
    for (const text of ["the key has expired", "anything", "rate limit"]) {
      await pool.query("update deliveries set reason_code = 'refused', reason = $1 where state = 'failed'", [
        text,
      ]);
      await pool.query("update notices set reason_code = 'refused', reason = $1", [text]);
      await pool.query("update batches set error_code = 'no-answer', last_error = $1", [text]);
      await pool.query("update send_gates set blocked_code = 'unauthorised', blocked_reason = $1", [text]);
      await pool.query("update provider_events set note_code = 'foreign', note = $1", [text]);
      await pool.query("update suppressions set cause = 'by-hand', explanation = $1", [text]);
    }
    expect(await rowsOf("select distinct reason_code from deliveries where state = 'failed'")).toEqual([
      ["refused"],
    ]);
    expect(await rowsOf("select distinct reason_code from notices")).toEqual([["refused"]]);
    expect(await rowsOf("select distinct error_code from batches")).toEqual([["no-answer"]]);
    expect(await rowsOf("select distinct blocked_code from send_gates")).toEqual([["unauthorised"]]);
    expect(await rowsOf("select distinct note_code from provider_events")).toEqual([["foreign"]]);
    expect(await rowsOf("select distinct cause from suppressions")).toEqual([["by-hand"]]);
  });
});

it("may run again after it was killed anywhere", async () => {
  await pool.query("delete from drizzle.__drizzle_migrations where created_at = $1", [codesAt]);
  await pool.query(`truncate ${tables} cascade`);
  await writeProse();
  await apply(codes);
  await expectCodes();
});

const steps = [
  { step: "the deliveries", pattern: /FOREACH kind/ },
  { step: "the first trigger", pattern: /^CREATE OR REPLACE TRIGGER/m },
  { step: "the index", pattern: /^CREATE INDEX CONCURRENTLY/m },
];
it.each(casesOf(steps))("killed before $step, it does the rest when it runs again", async ({ pattern }) => {
  await closeDatabase();
  await openDatabaseOfBefore();
  await writeProse();
  const steps = codes[0]?.sql ?? [];
  const killedAt = steps.findIndex((statement) => pattern.test(statement));
  expect(killedAt).toBeGreaterThan(0);
  for (const statement of steps.slice(0, killedAt)) await pool.query(statement);
  await apply(codes);
  await expectCodes();
});
