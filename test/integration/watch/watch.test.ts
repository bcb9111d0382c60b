import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../../src/config/package.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { createApp } from "../../../src/web/app.ts";
import { startWatchServer, startWebServer, type WebServer } from "../../../src/web/server.ts";
import { startWorkers } from "../../../workers/main.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { readExposition, sampleValue } from "../../support/exposition.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

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

async function scrape(url = site.url) {
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  return readExposition(await answer.text());
}

/** The status of a scrape with headers that `fetch` does not let one set. */
function scrapeAs(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/metrics", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on("error", reject);
  });
}

describe("/healthz and /readyz", () => {
  it("say that the process lives and can serve", async () => {
    expect(await (await fetch(`${site.url}/healthz`)).json()).toEqual({ status: "ok", version });
    const answer = await fetch(`${site.url}/readyz`);
    expect(answer.status).toBe(200);
    const names = ((await answer.json()) as { checks: { name: string; isOk: boolean }[] }).checks;
    expect(names.map(({ name, isOk }) => [name, isOk])).toEqual([
      ["database", true],
      ["migrations", true],
      ["clock", true],
      ["queue", true],
    ]);
  });

  it("tell missing migrations, and stay alive", async () => {
    const own = await createTestContext();
    const server = await startWatchServer(own, 0);
    try {
      await own.db.execute(sql`delete from drizzle.__drizzle_migrations`);
      const answer = await fetch(`${server.url}/readyz`);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toMatch(/migrations are missing/);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    } finally {
      await server.close();
      await own.close();
    }
  });
});

describe("/metrics", () => {
  it("tells deliveries by state, queues, the provider's answers, sources and lateness in a valid format", async () => {
    await plantSubscribers(ctx, 3);
    const edition = await plantEdition(ctx);
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, papers, rejected)
      values ('hf', '2026-06-18', ${ctx.clock.now()}, ${ctx.clock.now()}, true, 7, 1)`);
    expect(
      sampleValue(await scrape(), "paperboy_deliveries", { edition: edition.id, state: "pending" }),
    ).toBe(3);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
    for (const { id } of rows) await deliverBatch(ctx, id);
    await ctx.queues.ring("ingest", {});
    await expect
      .poll(async () => sampleValue(await scrape(), "paperboy_deliveries", { state: "submitted" }), {
        timeout: 10_000,
        interval: 300,
      })
      .toBe(3);
    const samples = await scrape();
    expect(sampleValue(samples, "paperboy_up", { part: "queue" })).toBe(1);
    expect(sampleValue(samples, "paperboy_build_info", { version, node: process.version })).toBe(1);
    expect(sampleValue(samples, "paperboy_queue_jobs", { queue: "ingest", state: "waiting" })).toBe(1);
    expect(sampleValue(samples, "paperboy_provider_answers_total", { answer: "answered" })).toBe(1);
    expect(sampleValue(samples, "paperboy_provider_mails_total", { result: "accepted" })).toBe(3);
    expect(sampleValue(samples, "paperboy_provider_request_seconds_count", { answer: "answered" })).toBe(1);
    expect(sampleValue(samples, "paperboy_ingest_papers", { source: "hf" })).toBe(7);
    expect(sampleValue(samples, "paperboy_ingest_age_seconds", { source: "hf" })).toBe(0);
    expect(sampleValue(samples, "paperboy_edition_late_seconds", { cadence: "daily" })).toBe(0);
    expect(sampleValue(samples, "paperboy_events_oldest_seconds")).toBe(0);
    expect(sampleValue(samples, "paperboy_process_resident_memory_bytes")).toBeGreaterThan(1e6);
  });

  it("times requests by the pattern of their route, never by a path, which may hold a token", async () => {
    await fetch(`${site.url}/papers/2606.99999`);
    await fetch(`${site.url}/unsubscribe?token=a-secret-token`);
    await fetch(`${site.url}/nowhere/a-secret-path`);
    const text = await (await fetch(`${site.url}/metrics`)).text();
    expect(
      sampleValue(readExposition(text), "paperboy_http_request_seconds_count", { route: "/papers/:id" }),
    ).toBe(1);
    expect(text).not.toMatch(/a-secret|2606\.99999/);
  });

  it.each([
    "docs/grafana-dashboard.json",
    "docs/alert-rules.yml",
  ])("has every metric that %s asks for", async (file) => {
    const text = await (await fetch(`${site.url}/metrics`)).text();
    const told = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
        type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
      ),
    );
    const asked = (await readFile(file, "utf8")).match(/\bpaperboy_\w+/g) ?? [];
    expect(asked.length).toBeGreaterThan(10);
    expect([...new Set(asked)].filter((name) => !told.has(name))).toEqual([]);
  });

  it("is closed to a scraper from elsewhere, and to one without the token when there is one", async () => {
    const through = await fetch(`${site.url}/metrics`, { headers: { "x-forwarded-for": "192.0.2.1" } });
    expect(through.status).toBe(404);
    const asElsewhere = scrapeAs(site.port, { host: "papers.example.com" });
    expect(await asElsewhere).toBe(404);
    const own = await createTestContext({ env: { METRICS_TOKEN: "a-token-of-16-letters" } });
    const server = await startWatchServer(own, 0);
    try {
      const get = (authorization: string) => fetch(`${server.url}/metrics`, { headers: { authorization } });
      expect((await get("Bearer another-of-16-chars")).status).toBe(404);
      expect((await get("Bearer a-token-of-16-letters")).status).toBe(200);
    } finally {
      await server.close();
      await own.close();
    }
  });

  it.each([
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "Forwarded",
    "Via",
    "X-Real-IP",
    "CF-Connecting-IP",
    "CF-Ray",
    "True-Client-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "Fastly-Client-IP",
    "Fly-Client-IP",
    "X-Envoy-External-Address",
    "CDN-Loop",
  ])("is closed to what a proxy on this machine passes on with %s, also at a worker's port", async (name) => {
    const workers = await startWatchServer(ctx, 0);
    try {
      for (const { port } of [site, workers]) expect(await scrapeAs(port, { [name]: "x" })).toBe(404);
    } finally {
      await workers.close();
    }
  });

  it("is open on this machine under its own names, and closed to a proxy that keeps the name it was asked for", async () => {
    const server = await startWatchServer(ctx, 0);
    const { port } = server;
    try {
      const statuses = async (...hosts: string[]) =>
        Promise.all(hosts.map((host) => scrapeAs(port, { host })));
      expect(await statuses("localhost", `localhost:${port}`, "127.0.0.1", `[::1]:${port}`)).toEqual([
        200, 200, 200, 200,
      ]);
      expect(await statuses(`${hostname()}:${port}`, `paperboy.example:${port}`)).toEqual([200, 200]);
      expect(await statuses("paperboy.example", "paperboy.example:443", `rebound.example:${port}`)).toEqual([
        404, 404, 404,
      ]);
    } finally {
      await server.close();
    }
  });

  it("is for the private networks that are named, and for no other peer", async () => {
    const own = await createTestContext({ env: { METRICS_PEERS: "10.0.0.0/8,fd00::/8" } });
    const plain = createApp(ctx);
    const open = createApp(own);
    /** A request as the server hands it over, from a peer of another machine. */
    const from = async (app: Hono, remoteAddress: string) => {
      const incoming = {
        httpVersion: "1.1",
        socket: { remoteAddress, localAddress: "10.0.0.9", localPort: 3000 },
      };
      return (await app.request("/metrics", { headers: { host: "10.0.0.9:3000" } }, { incoming })).status;
    };
    try {
      for (const peer of ["10.1.2.3", "::ffff:10.1.2.3", "fd00::7"]) {
        expect([peer, await from(open, peer), await from(plain, peer)]).toEqual([peer, 200, 404]);
      }
      for (const peer of ["192.168.1.1", "172.17.0.1", "8.8.8.8", "::ffff:8.8.8.8", "fe80::1%eth0", ""]) {
        expect([peer, await from(open, peer), await from(plain, peer)]).toEqual([peer, 404, 404]);
      }
      for (const peer of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
        expect([peer, await from(open, peer), await from(plain, peer)]).toEqual([peer, 200, 200]);
      }
    } finally {
      await own.close();
    }
  });

  it("is served by a worker's own port as well, beside the site in one process", async () => {
    const workers = await startWorkers(ctx, ["feedback"]);
    const server = await startWatchServer(ctx, 0);
    expect(sampleValue(await scrape(server.url), "paperboy_up", { part: "database" })).toBe(1);
    await server.close();
    await workers.close();
  });
});
