import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { dueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { brokenLedgers, editionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { listSubscribers } from "../../../src/subscribers/list-subscribers.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, testConfig } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCli } from "../../support/run-cli.ts";
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
  const env = () => ({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
    RESEND_REQUESTS_PER_SECOND: "1000",
  });
  const paperboy = (url: string, ...args: string[]) =>
    runCli(args, { DATABASE_URL: url, PATH: `${server?.binaries}:${process.env.PATH}` });

  async function open(url: string): Promise<Context> {
    const ctx = await createContext(testConfig(url, env()), { clock, isMigrating: true });
    await ctx.migrate();
    return ctx;
  }

  /** Sends up to so many due batches. */
  async function deliver(ctx: Context, most: number): Promise<void> {
    for (const { id } of (await dueBatches(ctx.db, clock.now(), 100)).slice(0, most))
      await deliverBatch(ctx, id);
  }

  it(
    "made in the middle of a send and restored after its end sends nothing twice and loses nothing",
    async () => {
      const url = await database("before");
      const ctx = await open(url);
      await plantSubscribers({ ...ctx, clock, databaseUrl: url }, 300);
      const { id } = await plantEdition({ ...ctx, clock, databaseUrl: url });
      await deliver(ctx, 1);
      expect(await paperboy(url, "backup", file)).toMatchObject({ code: 0, stderr: "" });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await deliver(ctx, 1); // what the backup does not know
      await ctx.close();
      expect(resend.stats().accepted).toBe(200);

      const emptyUrl = await database("after");
      const restored = await paperboy(emptyUrl, "restore", file);
      expect(restored.stdout).toMatch(new RegExp(`${id} is paused: replay`));
      const after = await open(emptyUrl);
      expect((await listSubscribers(after)).total).toBe(300);
      expect((await editionStatus(after.db, id))[0]).toMatchObject({
        state: "paused",
        submitted: 100,
        pending: 200,
      });
      await deliver(after, 100);
      expect(resend.stats().accepted).toBe(200);

      const events = resend.mails.map((mail) => JSON.stringify(makeEvent("email.sent", mail)));
      await replayEvents(after, { lines: Readable.from(events) });
      await resumeEdition(after, id, false);
      await deliver(after, 100);
      expect((await editionStatus(after.db, id))[0]).toMatchObject({ state: "sent", submitted: 300 });
      expect(await brokenLedgers(after.db)).toEqual([]);
      const recipients = resend.mails.map((mail) => mail.to[0]);
      expect([recipients.length, new Set(recipients).size]).toEqual([300, 300]);
      await after.close();
    },
    longMs,
  );
});

it(
  "of a database newer than the client, or without any client, says what to install",
  async () => {
    const ctx = await createTestContext();
    const { stderr, code } = await runCli(["backup", "/tmp/never.dump"], {
      DATABASE_URL: ctx.databaseUrl,
      PATH: path.dirname(process.execPath) === "/usr/bin" ? "/nonexistent" : path.dirname(process.execPath),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/install the PostgreSQL client of version \d+ or later/);
    await ctx.close();
  },
  longMs,
);
