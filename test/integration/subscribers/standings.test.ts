import { afterAll, beforeAll, expect, it } from "vitest";
import { gatherOverview } from "../../../src/console/overview.ts";
import { subscriberFigures } from "../../../src/console/subscriber-figures.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { listSubscribers } from "../../../src/subscribers/list-subscribers.ts";
import { exportSubscribers } from "../../../src/subscribers/lists/export-subscribers.ts";
import { standings } from "../../../src/subscribers/store.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { collectLedgerMetrics } from "../../../src/watch/ledger-metrics.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient } from "../../support/ops-client.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await createTestContext({
    now: "2026-06-01T12:00:00Z",
    env: { OPS_PASSWORD: "a password of the operators" },
  });
  const ids = new Map<string, string>();
  for (const name of ["stays", "also-stays", "bounced", "paused-bounced", "left", "left-complained"]) {
    const added = await addSubscriber(ctx, {
      email: `${name}@example.com`,
      source: "test",
      consent: { wording: "a test" },
    });
    if (added.kind === "refused") throw new Error(added.reason);
    ids.set(name, added.subscriber.id);
  }
  const idOf = (name: string) => ids.get(name) ?? "";
  await updatePreferences(ctx, {
    subscriberId: idOf("paused-bounced"),
    preferences: {},
    pausedUntil: "2026-07-01",
  });
  ctx.clock.set("2026-06-03T12:00:00Z");
  for (const name of ["left", "left-complained"])
    await unsubscribe(ctx, { subscriberId: idOf(name), source: "page" });
  ctx.clock.set("2026-06-05T12:00:00Z");
  for (const name of ["bounced", "paused-bounced", "left-complained", "no-subscriber"])
    await suppressAddress(ctx, {
      email: `${name}@example.com`,
      explanation: null,
      reason: name === "left-complained" ? "complaint" : "bounce",
    });
  ctx.clock.set("2026-06-06T12:00:00Z");
});
afterAll(() => ctx.close());

const counted = { active: 2, unsubscribed: 1, suppressed: 3 };

it("counts whoever is suppressed apart, so that the standings add up, and off the readers from that day", async () => {
  const { standings: told, cadences, days } = await subscriberFigures.count(ctx.db, ctx.clock.now());
  expect(Object.fromEntries(told.map(({ standing, count }) => [standing, count]))).toEqual(counted);
  expect(cadences).toEqual([{ cadence: "daily", count: 2 }]);
  expect(days.slice(-6).map(({ readers, left }) => [readers, left])).toEqual([
    [6, 0],
    [6, 0],
    [4, 2],
    [4, 0],
    [2, 2],
    [2, 0],
  ]);
  expect(await gatherOverview(ctx)).toMatchObject({
    subscribers: { active: 2, suppressed: 3, oldSince: null },
  });
});

it("lists and exports by standing: none who is suppressed among the active, each in one", async () => {
  for (const standing of standings) {
    const { subscribers, total } = await listSubscribers(ctx, { state: standing });
    expect([standing, total]).toEqual([standing, counted[standing as keyof typeof counted] ?? 0]);
    expect(subscribers).toHaveLength(total);
    let lines = "";
    for await (const piece of exportSubscribers(ctx, { state: standing, format: "jsonl" })) lines += piece;
    expect(lines.split("\n").filter(Boolean)).toHaveLength(total);
    for (const { suppressed } of subscribers) expect(suppressed !== null).toBe(standing === "suppressed");
  }
});

it("tells Prometheus of them apart", async () => {
  const metrics = await collectLedgerMetrics(ctx);
  expect(metrics).toContain('paperboy_subscribers{state="active"} 2\n');
  expect(metrics).toContain('paperboy_subscribers{state="suppressed"} 3\n');
});

it("shows them apart on every page of /ops, with a filter", async () => {
  const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  try {
    const client = createOpsClient(site.url);
    await client.logIn("a password of the operators");
    expect(await client.page("/ops")).toMatch(/Active subscribers<\/dt><dd[^>]*>2<.*and 3 suppressed/);
    const list = await client.page("/ops/subscribers?state=suppressed");
    expect(list).toContain("3 match");
    expect(list).toMatch(/bounced@example\.com<\/a><\/td><td><span class="pill bad">suppressed</);
    expect(list).toContain('<option value="suppressed" selected="">suppressed</option>');
    const active = await client.page("/ops/subscribers?state=active");
    expect(active).toContain("2 match");
    expect(active).not.toContain("bounced@example.com");
    const [, reader = ""] = /href="(\/ops\/readers\/[^"]+)"[^>]*>bounced@/.exec(list) ?? [];
    expect(await client.page(reader)).toContain('<span class="pill bad">suppressed</span>');
  } finally {
    await site.close();
  }
});
