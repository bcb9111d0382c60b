import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { collectLedgerMetrics } from "../../../src/watch/ledger-metrics.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let site: WebServer;
let client: OpsClient;

beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  client = createOpsClient(site.url);
  await client.logIn("a password of the operators");
  await plantSubscribers(ctx, 3);
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

test("an edition that is being counted for the first time is shown without its counts, and can be steered", async () => {
  const { id } = await plantEdition(ctx);
  await ctx.db.execute(sql`update editions set planned = 6000 where id = ${id}`);
  const counting = "6,000 deliveries are being counted for the first time";
  await ctx.db.transaction(async (tx) => {
    // Another process counts it just now.
    await tx.execute(sql`select pg_advisory_xact_lock(7240417, hashtext(${id}))`);
    expect(await client.page("/ops")).toContain(counting);
    const page = await client.page(`/ops/editions/${id}`);
    expect(page).toContain(counting);
    expect(page).toContain(`/ops/editions/${id}/pause`);
    expect(page).not.toContain("0</strong> submitted");
    expect(await client.page(`/ops/editions/${id}/pause`)).toContain(counting);
    expect(await collectLedgerMetrics(ctx)).not.toContain(`paperboy_deliveries{edition="${id}"`);
  });
  await vi.waitFor(async () => {
    const page = await client.page(`/ops/editions/${id}`);
    expect(page).not.toContain("being counted");
    expect(page).toContain("<strong>3</strong> pending");
  });
  expect(await collectLedgerMetrics(ctx)).toContain(`paperboy_deliveries{edition="${id}",state="pending"} 3`);
});

test("a page that takes the database too long says so, and what to do", async () => {
  const { id } = await plantEdition(ctx, { period: "2026-06-01" });
  const answer = await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`lock table batches in access exclusive mode`);
    const asked = client.get(`/ops/editions/${id}/batches`);
    // PostgreSQL says the same of a statement that somebody ends as of one whose time is over.
    await vi.waitFor(
      async () => {
        const { rows } = await ctx.db.execute<{ pid: number }>(sql`
          select pid from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%batches%'`);
        expect(rows).not.toEqual([]);
        for (const { pid } of rows) await ctx.db.execute(sql`select pg_cancel_backend(${pid}::int)`);
      },
      { timeout: 9_000, interval: 50 },
    );
    return asked;
  });
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("The database took too long to look for this page");
});
