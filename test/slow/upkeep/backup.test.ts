import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { keepPartitions, makePartitionFor } from "../../../src/delivery/partitions/keep-partitions.ts";
import { listSuffixes } from "../../../src/delivery/partitions/partitions-store.ts";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { recountTotals } from "../../../src/delivery/progress/keep-totals.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { pauseEdition, resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { listSubscribers } from "../../../src/subscribers/list-subscribers.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestClock } from "../../support/clock.ts";
import { testConfig } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCli } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { runOn } from "../../support/template-database.ts";
import { createDatabase } from "../../support/temporary-database.ts";
import { startToolServer } from "../../support/tool-server.ts";

const server = await startToolServer();
const longMs = 120_000;

describe.skipIf(server === null)("a backup", () => {
  const clock = createTestClock("2026-06-18T04:00:00Z");
  let resend: FakeResend;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    resend = await startFakeResend({});
    folder = mkdtempSync(path.join(tmpdir(), "paperboy-backup-"));
    file = path.join(folder, "paperboy.dump");
  });
  afterAll(async () => {
    await resend.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const database = (name: string) => createDatabase(server?.url ?? "", name);
  let hasModel = false;
  /** A new database with all tables: to copy one takes a tenth of the time that the migrations take. */
  const migrated = async (name: string): Promise<string> => {
    if (!hasModel) {
      const model = await open(await database("model"));
      await model.close();
      hasModel = true;
    }
    await runOn(server?.url ?? "", `create database "${name}" template model`);
    return database(name);
  };
  const env = () => ({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
    RESEND_REQUESTS_PER_SECOND: "1000",
  });
  const tools = { PATH: `${server?.binaries}:${process.env.PATH}` };
  const paperboy = (url: string, ...args: string[]) => runCliHere(args, { ...tools, DATABASE_URL: url });

  async function open(url: string): Promise<Context> {
    const ctx = await createContext(testConfig(url, env()), { clock, isMigrating: true });
    await ctx.migrate();
    return ctx;
  }

  /** Sends up to so many due batches. */
  async function deliver(ctx: Context, most: number): Promise<void> {
    for (const { id } of (await listDueBatches(ctx.db, clock.now(), 100)).slice(0, most))
      await deliverBatch(ctx, id);
  }

  it(
    "made in the middle of a send and restored after its end sends nothing twice and loses nothing",
    async () => {
      const url = await migrated("before");
      const ctx = await open(url);
      await plantSubscribers({ ...ctx, clock, databaseUrl: url }, 300);
      await makePartitionFor(ctx, { cadence: "daily", period: "2026-06-17" });
      const { id } = await plantEdition({ ...ctx, clock, databaseUrl: url });
      await recountTotals(ctx.db, id, clock.now());
      await ctx.db.execute(sql`
        insert into quiet_mails (edition_id, subscriber_id) select edition_id, subscriber_id from deliveries limit 150`);
      await deliver(ctx, 1);
      // As an operator's shell does it, in a process of its own, whose file nobody else may read.
      expect(await runCli(["backup", file], { ...tools, DATABASE_URL: url })).toMatchObject({
        code: 0,
        stderr: "",
      });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await deliver(ctx, 1); // what the backup does not know
      await ctx.close();
      expect(resend.stats().accepted).toBe(200);

      const emptyUrl = await database("after");
      const restored = await paperboy(emptyUrl, "restore", file);
      expect(restored.stdout).toMatch(new RegExp(`${id} is paused: replay`));
      const after = await open(emptyUrl);
      expect((await listSubscribers(after)).total).toBe(300);
      expect((await listEditionStatus(after.db, id))[0]).toMatchObject({
        state: "paused",
        submitted: 100,
        pending: 200,
      });
      expect(await recountTotals(after.db, id, clock.now())).toBe(true);
      // Its tables are what they were, beside which others can be made.
      expect(await listSuffixes(after.db)).toEqual(["daily_2026_06", "default"]);
      expect(await keepPartitions(after)).toEqual({ made: 12, dropped: 0 });
      await deliver(after, 100);
      expect(resend.stats().accepted).toBe(200);

      const events = resend.mails.map((mail) => JSON.stringify(makeEvent("email.sent", mail)));
      await replayEvents(after, { lines: Readable.from(events) });
      await resumeEdition(after, id, false);
      await deliver(after, 100);
      expect((await listEditionStatus(after.db, id))[0]).toMatchObject({ state: "sent", submitted: 300 });
      expect(await listBrokenLedgers(after.db)).toEqual([]);
      expect(await recountTotals(after.db, id, clock.now())).toBe(true);
      const recipients = resend.mails.map((mail) => mail.to[0]);
      expect([recipients.length, new Set(recipients).size]).toEqual([300, 300]);
      await after.close();
    },
    longMs,
  );

  it(
    "is refused without the secret that its suppressions name, before anything is emptied",
    async () => {
      const url = await migrated("named");
      const ctx = await open(url);
      const email = "kept@example.com";
      await suppressAddress(ctx, { email, reason: "operator", explanation: null });
      await ctx.close();
      const secrets = { TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes" };
      const other = { TOKEN_SECRET: "another-secret-for-tests-of-at-least-32-bytes" };
      const run = (given: Record<string, string>, ...args: string[]) =>
        runCliHere(args, { ...given, ...tools, DATABASE_URL: url });
      expect(await run(secrets, "backup", file)).toMatchObject({ code: 0 });
      const refused = await run(other, "restore", file, "--force");
      expect(refused.code).toBe(1);
      expect(refused.stderr.trim()).toMatch(/^[^\n]*SUPPRESSION_SECRET[^\n]*$/);
      expect(await run(secrets, "suppressions", "list")).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(email),
      });
      expect(await run(secrets, "restore", file, "--force")).toMatchObject({ code: 0 });
      const rotated = { ...other, SUPPRESSION_SECRET: `${other.TOKEN_SECRET},${secrets.TOKEN_SECRET}` };
      expect(await run(rotated, "restore", file, "--force")).toMatchObject({ code: 0 });
    },
    longMs,
  );

  it(
    "holds an edition that waited for an operator, who may have let it go since",
    async () => {
      const url = await migrated("waiting");
      const ctx = await open(url);
      await plantSubscribers({ ...ctx, clock, databaseUrl: url }, 2);
      const { id } = await plantEdition({ ...ctx, clock, databaseUrl: url });
      await pauseEdition(ctx, id, "a look first");
      expect(await paperboy(url, "backup", file)).toMatchObject({ code: 0 });
      await ctx.close();
      const target = await database("waiting_after");
      const restored = await paperboy(target, "restore", file);
      expect(restored.stdout).toMatch(new RegExp(`${id} is paused: replay`));
    },
    longMs,
  );

  it(
    "leaves what a request may have carried uncertain, and does not send the single mails that waited",
    async () => {
      const url = await migrated("sealed");
      const ctx = await open(url);
      await plantSubscribers({ ...ctx, clock, databaseUrl: url }, 2);
      const { id } = await plantEdition({ ...ctx, clock, databaseUrl: url });
      await recountTotals(ctx.db, id, clock.now());
      await ctx.db.execute(sql`
        update batches set state = 'sealed', body_hash = 'h', recipients = '[]', idempotency_key = 'k'`);
      await ctx.db.execute(sql`update deliveries set state = 'sealed'`);
      await ctx.db.execute(sql`
        insert into notices (kind, recipient, props, created_at) values ('operator-alert', 'o@example.com', '{}', now())`);
      await ctx.db.execute(sql`
        insert into ops_sessions (token_hash, key_mark, browser, created_at, last_seen_at, ends_at)
        values ('h', 'k', 'Firefox', now(), now(), now() + interval '1 hour')`);
      await ctx.close();
      await paperboy(url, "backup", file);
      const target = await database("sealed_after");
      const { stdout } = await paperboy(target, "restore", file, "--json");
      expect(JSON.parse(stdout)).toMatchObject({ uncertain: 2, notices: 1 });
      const after = await open(target);
      expect(await listBrokenLedgers(after.db)).toEqual([]);
      expect(await recountTotals(after.db, id, clock.now())).toBe(true);
      expect((await listEditionStatus(after.db, id))[0]).toMatchObject({ sealed: 0, uncertain: 2 });
      // Whoever was logged out after the backup is not logged in again.
      expect((await after.db.execute(sql`select from ops_sessions`)).rows).toEqual([]);
      await after.close();
    },
    longMs,
  );

  it(
    "is refused by a database that is not empty, unless forced; a file that is none empties nothing",
    async () => {
      const url = await migrated("full");
      const ctx = await open(url);
      await plantSubscribers({ ...ctx, clock, databaseUrl: url }, 1);
      await paperboy(url, "backup", file);
      const refused = await paperboy(url, "restore", file);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/not empty.*--force/);
      const wrong = path.join(folder, "wrong.dump");
      writeFileSync(wrong, "not a backup");
      const failed = await paperboy(url, "restore", wrong, "--force");
      expect(failed.code).toBe(1);
      expect(failed.stderr).toMatch(/pg_restore failed/);
      expect((await listSubscribers(ctx)).total).toBe(1);
      await ctx.close();
      expect((await paperboy(url, "restore", file, "--force")).code).toBe(0);
    },
    longMs,
  );
});
