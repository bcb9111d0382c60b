import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { doErrands } from "../../../src/publish/do-errands.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import {
  editionIds,
  publishAllDue,
  type SourcesOfDays,
  startSourcesOfDays,
} from "../../support/publishing.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const password = "a password of the operators";
let clock: ReturnType<typeof createTestClock>;
let from: SourcesOfDays;
let ctx: TestContext;

beforeEach(async () => {
  clock = createTestClock("2026-06-17T20:00:00Z");
  from = await startSourcesOfDays(clock);
  ctx = await createTestContext({
    clock,
    env: { ...from.env, OPS_PASSWORD: password },
    overrides: { sources: from.sources },
  });
});
afterEach(async () => {
  await ctx.close();
  await from.close();
});

/** Two days pass with nobody there: the 17th and the 18th are missed, the 19th is published. */
async function beAway(): Promise<void> {
  await dispatchDue(ctx);
  for (const day of ["2026-06-17", "2026-06-18", "2026-06-19"]) from.list(day);
  clock.set("2026-06-20T09:00:00Z");
  await publishAllDue(ctx);
  for (const day of ["2026-06-17", "2026-06-18"]) await ingestDay(ctx, { day });
}

describe("a missed period", () => {
  it("is named by `paperboy status` with the commands that decide, and they do", async () => {
    await beAway();
    const paperboy = (...args: string[]) =>
      runCliHere(args, {
        DATABASE_URL: ctx.databaseUrl,
        TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
      });
    const { stdout } = await paperboy("status");
    expect(stdout).toMatch(/daily edition of 2026-06-17 was due at 2026-06-18 04:00 UTC/);
    expect(stdout).toContain("`paperboy publish --date 2026-06-18` or `paperboy skip --date 2026-06-18`");
    expect(await paperboy("skip", "--date", "2026-06-17")).toMatchObject({
      code: 0,
      stdout: "The daily edition of 2026-06-17 is skipped.\n",
    });
    expect(await paperboy("publish", "--date", "2026-06-18")).toMatchObject({ code: 0 });
    expect((await paperboy("status")).stdout).not.toContain("was due");
  }, 180_000);

  it("is none that a worker published which keeps no account of what is due", async () => {
    await dispatchDue(ctx);
    from.list("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    await publishAllDue(ctx);
    await ctx.db.execute(sql`update due_periods set state = 'due', settled_at = null`);
    from.list("2026-06-19");
    clock.set("2026-06-20T09:00:00Z");
    await publishAllDue(ctx);
    const { rows } = await ctx.db.execute(sql`select period from due_periods where state = 'missed'`);
    expect(rows).toEqual([{ period: "2026-06-18" }]);
  });

  describe("at /ops", () => {
    let site: WebServer;
    let tab: OpsClient;
    beforeEach(async () => {
      site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
      tab = createOpsClient(site.url);
    });
    afterEach(() => site.close());

    it("is shown with two buttons, which publish and skip it", async () => {
      await beAway();
      await tab.logIn(password);
      const page = await tab.page("/ops");
      expect(page).not.toContain("Nothing needs you.");
      expect(page).toContain("daily edition of 2026-06-17 was due at");
      const form = "/ops/publish?cadence=daily&amp;date=2026-06-17";
      expect(page).toContain(`href="${form}"`);
      expect(await tab.page(form.replace("&amp;", "&"))).toContain('value="2026-06-17"');
      const asked = { cadence: "daily", date: "2026-06-17", hold: "as-set" };
      expect((await tab.submit("/ops/publish", asked)).status).toBe(303);
      await doErrands(ctx);
      expect((await tab.submit("/ops/periods/daily/2026-06-18/skip")).status).toBe(303);
      expect((await tab.submit("/ops/periods/daily/2026-06-18/skip")).status).toBe(404);
      expect((await tab.get("/ops/periods/daily/2026-06-18/burn")).status).toBe(404);
      expect(await tab.page("/ops")).toContain("Nothing needs you.");
      expect(await editionIds(ctx)).toEqual(["daily-2026-06-17", "daily-2026-06-19"]);
    });

    it("that cannot be published says why", async () => {
      await dispatchDue(ctx);
      clock.set("2026-06-19T09:00:00Z");
      await dispatchDue(ctx);
      await tab.logIn(password);
      const refused = await tab.submit("/ops/publish", { cadence: "daily", date: "2026-06-17" });
      expect([refused.status, await refused.text()]).toEqual([
        409,
        expect.stringContaining("There are no papers"),
      ]);
    });
  });
});
