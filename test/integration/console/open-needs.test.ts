import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { plainTrouble } from "../../../src/delivery/codes.ts";
import { blockGate } from "../../../src/delivery/provider/gate-store.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;
let site: WebServer;

beforeAll(async () => {
  ctx = await createTestContext({ now: new Date().toISOString() });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  await plantSubscribers(ctx, 2);
  await plantEdition(ctx);
  await ctx.db.execute(sql`update editions set state = 'sent'`);
  await ctx.db.execute(sql`update batches set state = 'settled'`);
  await ctx.db.execute(sql`update deliveries set state = 'submitted'`);
});

const page = async () => (await fetch(`${site.url}/ops`)).text();
const setEdition = (state: string) => ctx.db.execute(sql`update editions set state = ${state}`);
const setDeliveries = (state: string) =>
  ctx.db.execute(sql`update deliveries set state = ${state}, reason = 'a test'`);
/** As it comes about: the whole batch is uncertain, and so are its deliveries. */
const setUncertain = async () => {
  await ctx.db.execute(sql`update batches set state = 'uncertain'`);
  await setDeliveries("uncertain");
};

describe('"Nothing needs you"', () => {
  it("is said on /ops and by the command where nothing waits", async () => {
    expect(await page()).toContain("Nothing needs you");
    const { stdout } = await runCliHere(["status"], {
      DATABASE_URL: ctx.databaseUrl,
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    });
    expect(stdout).toContain("Nothing needs you");
  });

  it.each<[string, RegExp, () => Promise<unknown>]>([
    ["an edition that waits for approval", /waits for approval/, () => setEdition("held")],
    ["an edition that is paused", /is paused/, () => setEdition("paused")],
    ["uncertain deliveries", /2 deliveries of .* are uncertain/, setUncertain],
    ["failed deliveries", /2 deliveries of .* failed and may be tried again/, () => setDeliveries("failed")],
    [
      "requests that are blocked",
      /No request leaves until/,
      () =>
        blockGate(
          ctx.db,
          new Date(ctx.clock.now().getTime() + 60_000),
          plainTrouble("rate-limit"),
          ctx.clock.now(),
        ),
    ],
    [
      "feedback that is not applied",
      /1 webhook events wait/,
      () =>
        ctx.db.execute(sql`
          insert into provider_events (id, type, occurred_at, received_at, payload)
          values ('e', 'email.sent', now(), now(), '{}')`),
    ],
    [
      "an alert that stands",
      /it is a test/,
      () =>
        ctx.db.execute(sql`
          insert into alerts (kind, subject, message, raised_at) values ('disk-full', '', 'it is a test', now())`),
    ],
  ])("is never said above %s, which is named", async (_, words, begin) => {
    await begin();
    const text = await page();
    expect(text).not.toContain("Nothing needs you");
    expect(text).toMatch(words);
  });
});
