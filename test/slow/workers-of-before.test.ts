import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { type Context, createContext } from "../../src/context.ts";
import { countPendingMigrations } from "../../src/db/migrate.ts";
import { queryable } from "../../src/db/queryable.ts";
import { listBrokenLedgers } from "../../src/delivery/ledger/status-store.ts";
import { pauseEdition, resumeEdition } from "../../src/delivery/steer/steer-edition.ts";
import { suppressAddress } from "../../src/subscribers/suppressions/suppress-address.ts";
import { startWorkers } from "../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../fakes/fake-resend.ts";
import { testConfig } from "../support/context.ts";
import { resendEnv } from "../support/delivering.ts";
import { redisUrls } from "../support/redis.ts";
import { runOn } from "../support/template-database.ts";
import { createDatabase } from "../support/temporary-database.ts";
import { openEarlierRelease } from "./earlier-release.ts";
import { casesOf, isShort } from "./short.ts";

const earlier = openEarlierRelease("first");
const readers = isShort ? 1_000 : 2_000;
/** Batches that the older worker may send from the first; those behind them are due when the test says so. */
const underWay = isShort ? 6 : 14;
const soon = { timeout: 400_000, interval: 50 };

describe.skipIf(earlier === null).each(casesOf(redisUrls()))(
  "workers of the release before on $backend, while the tables are brought up to date",
  ({ backend, url: redisUrl }) => {
    const name = `paperboy_slow_${backend.toLowerCase()}_${process.pid}`;
    let resend: FakeResend;
    let folder: string;
    let url: string;
    let env: Record<string, string>;
    let ctx: Context | undefined;

    beforeAll(async () => {
      resend = await startFakeResend({});
      folder = await mkdtemp(path.join(tmpdir(), "paperboy-slow-"));
      url = await createDatabase(inject("databaseServerUrl"), name);
      env = {
        DATABASE_URL: url,
        DATA_DIR: folder,
        TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
        PUBLIC_URL: "https://paperboy.example",
        MAIL_FROM: "Paperboy <digest@paperboy.example>",
        MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
        DISPATCH_EVERY_MS: "500",
        ...(redisUrl === null ? {} : { REDIS_URL: redisUrl, QUEUE_PREFIX: `{${name}}` }),
        ...resendEnv(resend.url, { RESEND_REQUESTS_PER_SECOND: "1", RESEND_TIMEOUT_MS: "5000" }),
      };
    });
    afterAll(async () => {
      await ctx?.close();
      await resend.close();
      await runOn(inject("databaseServerUrl"), `drop database if exists ${name} with (force)`);
      await rm(folder, { recursive: true, force: true });
    });

    /** A reader of the first (or last) batch that is held back. */
    async function heldBack(db: Context["db"], order: "asc" | "desc"): Promise<string> {
      const { rows } = await db.execute<{ email: string }>(sql`
      select s.email from deliveries d join batches b on b.id = d.batch_id join subscribers s on s.id = d.subscriber_id
      where b.state = 'planned' and b.due_at > now() order by b.id ${sql.raw(order)}, s.email limit 1`);
      const [found] = rows;
      if (!found) throw new Error("no batch is held back");
      return found.email;
    }

    /** Makes batches that are held back due at once, all but the last so many. */
    const letGo = (db: Context["db"], butLast: number) =>
      db.execute(sql`
      update batches set due_at = due_at - interval '1 day' where id in (
        select id from batches where due_at > now() order by id desc offset ${butLast})`);

    const stateOf = async (db: Context["db"], email: string) => {
      const { rows } = await db.execute<{ state: string; reason: string | null }>(sql`
      select d.state, d.reason from deliveries d join subscribers s on s.id = d.subscriber_id where s.email = ${email}`);
      return rows[0];
    };

    it("lose no mail and repeat none, and each side hears whom the other suppresses", async () => {
      if (!earlier) return;
      await earlier.run(["migrate"], env);
      await earlier.run(["seed"], env);
      const list = path.join(folder, "readers.csv");
      writeFileSync(list, Array.from({ length: readers }, (_, n) => `slow${n}@example.com\n`).join(""));
      await earlier.run(["subscribers", "import", list, "--consent", "they asked"], env);
      await earlier.run(["publish", "--date", "2026-06-16", "--now"], env);
      // However fast either side is, there is something left for each step below.
      await runOn(
        url,
        `update batches set due_at = due_at + interval '1 day'
          where id in (select id from batches order by id offset ${underWay})`,
      );
      const old = earlier.start(["worker"], env);
      try {
        await vi.waitUntil(() => resend.stats().accepted > 0, soon);
        const context = await createContext(testConfig(url, env), { isMigrating: true });
        ctx = context;
        await context.migrate(); // in the middle of the send
        expect(await countPendingMigrations(queryable(context.db))).toBe(0);

        const { rows } = await context.db.execute<{ id: string }>(
          sql`select id from editions where state = 'sending'`,
        );
        const id = rows[0]?.id ?? "";
        await pauseEdition(context, id, "a look");
        const toldHere = await heldBack(context.db, "asc");
        const toldThere = await heldBack(context.db, "desc");
        await suppressAddress(context, { email: toldHere, reason: "complaint", explanation: null });
        await earlier.run(["suppressions", "add", toldThere], env);
        await letGo(context.db, 2);
        await resumeEdition(context, id, false);

        await vi.waitUntil(async () => (await stateOf(context.db, toldHere))?.state !== "pending", soon);
        expect(await stateOf(context.db, toldHere)).toEqual({ state: "excluded", reason: "suppressed" });
        await pauseEdition(context, id, "another look");
        expect(await old.stop()).toBe(0);
        expect((await stateOf(context.db, toldThere))?.state).toBe("pending");
        await letGo(context.db, 0);
        await resumeEdition(context, id, false);

        const workers = await startWorkers(context, ["dispatch", "deliver"]);
        try {
          await vi.waitUntil(
            async () =>
              (await context.db.execute(sql`select from editions where state = 'sending'`)).rows.length === 0,
            { ...soon, timeout: 300_000 },
          );
        } finally {
          await workers.close();
        }
        expect(await stateOf(context.db, toldThere)).toEqual({ state: "excluded", reason: "suppressed" });
        const planned = await context.db.execute<{ email: string }>(sql`
        select s.email from deliveries d join subscribers s on s.id = d.subscriber_id where d.state = 'submitted' order by 1`);
        const accepted = resend.mails.flatMap(({ to }) => to).toSorted();
        expect(new Set(accepted).size).toBe(accepted.length);
        expect(accepted).toEqual(planned.rows.map(({ email }) => email).toSorted());
        expect(accepted.length).toBeGreaterThanOrEqual(readers - 2);
        expect(accepted).not.toContain(toldHere);
        expect(accepted).not.toContain(toldThere);
        expect(await listBrokenLedgers(context.db)).toEqual([]);
      } finally {
        await old.stop();
      }
    });
  },
);
