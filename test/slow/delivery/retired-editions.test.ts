import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { launcher, runCli } from "../../support/run-cli.ts";
import { isShort } from "../short.ts";

const readers = isShort ? 6_000 : 40_000;
const kills = isShort ? 2 : 10;

/** Made up beside the one reader who is really mailed: planting and mailing thousands takes minutes. */
async function growEdition(ctx: TestContext, editionId: string): Promise<void> {
  await ctx.db.execute(sql`
    with made as (
      insert into batches (edition_id, state, due_at, settled_at, attempts)
      select ${editionId}, 'settled', ${ctx.clock.now()}, ${ctx.clock.now()}, 1 from generate_series(1, ${readers / 100}::int)
      returning id
    )
    insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, submitted_at, outcome, reason, reason_code)
    select ${editionId}, gen_random_uuid(), case when n = 1 then 'failed' else 'submitted' end, id, ${ctx.clock.now()},
      ${ctx.clock.now()}, case when n % 3 = 0 then 'delivered' end,
      case when n = 1 then 'refused' end, case when n = 1 then 'other' end
    from made, generate_series(1, 100) n`);
  await ctx.db.execute(sql`
    update editions set planned = (select count(*) from deliveries where edition_id = ${editionId}) where id = ${editionId}`);
}

describe("housekeeping that is killed again and again while it retires an edition", () => {
  it("ends it at last with the totals of before, and nothing of it is mailed again", async () => {
    const resend = await startFakeResend({});
    const ctx = await createTestContext({ env: resendEnv(resend.url), now: "2026-06-18T07:00:00Z" });
    try {
      const [reader = ""] = await plantSubscribers(ctx, 1);
      const { id } = await plantEdition(ctx);
      await deliverDue(ctx);
      await growEdition(ctx, id);
      await ctx.db.execute(sql`
        update editions set published_at = now() - interval '120 days', finished_at = now() - interval '120 days'`);
      const { retiredSince: _, ...before } = await statusOf(ctx, id);
      expect(before).toMatchObject({ state: "sent", planned: readers + 1, failed: readers / 100 });
      const env = {
        ...resendEnv(resend.url),
        DATABASE_URL: ctx.databaseUrl,
        TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
        PUBLIC_URL: "https://paperboy.example",
        MAIL_FROM: "Paperboy <digest@paperboy.example>",
        MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
        RETENTION_DELIVERIES_DAYS: "100",
      };
      for (let kill = 1; kill <= kills; kill += 1) {
        await killAt(ctx, id, readers * (1 - (kill - Math.random()) / kills), env);
        const { retiredSince: __, ...between } = await statusOf(ctx, id);
        expect(between).toEqual(before);
        expect(await listBrokenLedgers(ctx.db)).toEqual([]);
      }
      expect((await runCli(["housekeeping"], env)).code).toBe(0);
      const { rows } = await ctx.db.execute(sql`
        select (select count(*)::int from deliveries) as deliveries, (select count(*)::int from batches) as batches,
          (select retired_at is not null from counted_editions) as "isRetired"`);
      expect(rows).toEqual([{ deliveries: 0, batches: 0, isRetired: true }]);
      const { retiredSince: __, ...after } = await statusOf(ctx, id);
      expect(after).toEqual(before);
      await publishEdition(ctx, { cadence: "daily", period: "2026-06-17", isHeld: null, isNow: true });
      await expect(retryFailed(ctx, id)).rejects.toThrow(/only the totals are kept/);
      await deliverDue(ctx);
      expect(resend.mails.map(({ tags }) => tags.find(({ name }) => name === "subscriber")?.value)).toEqual([
        reader,
      ]);
    } finally {
      await ctx.close();
      await resend.close();
    }
  }, 300_000);
});

/** Runs housekeeping and kills it once no more than so many deliveries are left; it may have come to its end by then. */
async function killAt(
  ctx: TestContext,
  editionId: string,
  left: number,
  env: Record<string, string>,
): Promise<void> {
  const child = spawn(process.execPath, ["--", launcher, "housekeeping", "--no-env-file"], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", LOG_LEVEL: "silent", ...env },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  while (child.exitCode === null && child.signalCode === null) {
    const { rows } = await ctx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from deliveries where edition_id = ${editionId}`,
    );
    if ((rows[0]?.count ?? 0) <= left) break;
  }
  child.kill("SIGKILL");
  await ended;
}
