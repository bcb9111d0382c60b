import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import {
  type FakeCollector,
  type FakeCollectorOptions,
  startFakeCollector,
} from "../../fakes/fake-collector.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import type { CollectedSpan } from "../../fakes/otlp-protobuf.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { makeEvent, postEvent } from "../../fakes/resend-webhooks.ts";
import { awkwardDay } from "../../fixtures/papers/daily-items.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { redisUrls } from "../../support/redis.ts";
import { launcher, runCli } from "../../support/run-cli.ts";
import { casesOf } from "../short.ts";

const day = "2026-06-17";
const webhookSecret = `whsec_${Buffer.from("a secret of the webhooks").toString("base64")}`;
const written: string[] = [];
const log = createLog({ logLevel: "info" }, { write: (line) => written.push(line) });
const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);

let fault: FakeCollectorOptions["fault"] = () => null;
let collector: FakeCollector;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
let resend: FakeResend;
let ctx: TestContext | undefined;
let workers: RunningWorkers | undefined;

beforeEach(async () => {
  written.length = 0;
  fault = () => null;
  collector = await startFakeCollector({ fault: () => fault?.() ?? null });
  huggingface = await startFakeHuggingFace({ days: { [day]: awkwardDay() } });
  arxiv = await startFakeArxiv({ any: true });
  resend = await startFakeResend({});
});
afterEach(async () => {
  // Those that a failed test left at work would keep their connections, and the database with them.
  await workers?.close();
  await ctx?.close();
  workers = ctx = undefined;
  await Promise.all([collector.close(), huggingface.close(), arxiv.close(), resend.close()]);
});

/** What a process with tracing has, its log kept. */
async function open(env: Record<string, string> = {}): Promise<TestContext> {
  ctx = await createTestContext({
    overrides: { log },
    env: resendEnv(resend.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      RESEND_WEBHOOK_SECRET: webhookSecret,
      HF_BASE_URL: huggingface.url,
      ARXIV_BASE_URL: arxiv.url,
      ARXIV_FEED_URL: arxiv.url,
      ARXIV_SPACING_MS: "0",
      ...env,
    }),
  });
  return ctx;
}

const named = (name: string) => collector.spans.filter((span) => span.name === name);
const only = (name: string): CollectedSpan => {
  const [span, ...more] = named(name);
  if (!span || more.length > 0) throw new Error(`there are ${more.length + (span ? 1 : 0)} spans ${name}`);
  return span;
};
const stepsOf = (span: CollectedSpan) =>
  collector.spans.filter(({ parentId, traceId }) => parentId === span.spanId && traceId === span.traceId);
const stepNames = (span: CollectedSpan) => stepsOf(span).map(({ name }) => name);

const publish = (of: TestContext) =>
  publishEdition(of, { cadence: "daily", period: day, isHeld: false, isNow: true });

async function untilSent(of: TestContext, editionId: string): Promise<void> {
  await expect
    .poll(async () => (await listEditionStatus(of.db, editionId))[0]?.state, { timeout: 60_000 })
    .toBe("sent");
}

describe.each(casesOf(redisUrls()))("the traces of a day, with the queue in $backend", ({ url }) => {
  it("show each step of it, what caused it, and nothing that a stranger may not see", async () => {
    const own = await open(
      url === null ? {} : { REDIS_URL: url, QUEUE_PREFIX: `{test-${process.pid}-${Date.now()}}` },
    );
    await plantSubscribers(own, 120);
    await ingestDay(own, { day });
    const { editionId } = await publish(own);
    workers = await startWorkers(own, ["dispatch", "deliver", "notices", "feedback"]);
    await untilSent(own, editionId);
    const paper = await visitSite(own);
    await vi.waitFor(
      async () => {
        const { rows } = await own.db.execute(sql`
          select from notices where state = 'submitted' union all select from deliveries where outcome = 'delivered'`);
        expect(rows.length).toBe(2);
      },
      { timeout: 60_000, interval: 100 },
    );
    await workers.close();
    await own.traces.close();

    assertIngest();
    assertPublish(editionId);
    assertDelivery(editionId);
    assertSite();
    assertFeedback();
    assertLog(editionId);
    assertSecrecy(paper);
  }, 120_000);

  function assertIngest(): void {
    const root = only("ingest day");
    expect(root).toMatchObject({ parentId: null, facts: { "paperboy.day": day }, status: "unset" });
    expect(stepNames(root)).toEqual(["collect huggingface", "collect arxiv"]);
    for (const source of stepsOf(root)) {
      expect(source.facts["paperboy.papers"]).toBeGreaterThanOrEqual(source.name.endsWith("arxiv") ? 0 : 1);
      const requests = stepsOf(source);
      expect(requests.length).toBeGreaterThan(0);
      for (const request of requests) {
        expect(request).toMatchObject({
          name: "GET",
          kind: "client",
          facts: {
            "http.request.method": "GET",
            "http.response.status_code": 200,
            "server.address": "127.0.0.1",
            "server.port": source.name.endsWith("arxiv") ? arxiv.port : huggingface.port,
          },
        });
      }
    }
  }

  function assertPublish(editionId: string): void {
    const root = only("publish edition");
    expect(root).toMatchObject({
      parentId: null,
      facts: { "paperboy.edition.id": editionId, "paperboy.planned": 120, "paperboy.batches": 2 },
    });
    expect(stepNames(root)).toEqual(["freeze edition", "plan deliveries"]);
  }

  function assertDelivery(editionId: string): void {
    const jobs = named("process deliver");
    expect(jobs.length).toBe(2);
    for (const job of jobs) {
      expect(job).toMatchObject({
        parentId: null,
        kind: "consumer",
        facts: {
          "messaging.system": "bullmq",
          "messaging.destination.name": "deliver",
          "messaging.message.id": expect.stringMatching(/^[0-9a-f-]{36}-0-\d+$/),
          "paperboy.job.attempt": 1,
        },
      });
      const [cause] = job.links;
      expect(named("process dispatch").map(({ spanId }) => spanId)).toContain(cause?.spanId);
      const [batch, ...rest] = stepsOf(job);
      if (!batch) throw new Error("the job has no step");
      expect(rest).toEqual([]);
      expect(batch).toMatchObject({
        name: "deliver batch",
        facts: {
          "paperboy.edition.id": editionId,
          "paperboy.batch.id": String(job.facts["messaging.message.id"]).slice(0, 36),
          "paperboy.batch.attempt": 1,
          "paperboy.batch.outcome": "settled",
        },
      });
      expect(stepNames(batch)).toEqual([
        "seal batch",
        "wait for a slot",
        "POST /emails/batch",
        "settle batch",
      ]);
      expect(stepsOf(batch)[2]).toMatchObject({
        kind: "client",
        facts: {
          "http.response.status_code": 200,
          "paperboy.answer": "answered",
          "paperboy.mails": batch.facts["paperboy.batch.mails"],
          "server.port": resend.port,
        },
      });
    }
    const mails = named("deliver batch").map(({ facts }) => Number(facts["paperboy.batch.mails"]));
    expect(mails.toSorted((a, b) => b - a)).toEqual([100, 20]);
    const causes = named("process dispatch").flatMap(({ links }) => links.map(({ spanId }) => spanId));
    expect(causes).toContain(only("publish edition").spanId);
  }

  function assertSite(): void {
    for (const [name, status] of [
      ["GET /papers/:id", 200],
      ["GET /search", 200],
      ["GET /unsubscribe", 410],
      ["GET /*", 404],
      ["POST /subscribe", 202],
      ["POST /webhooks/resend", 200],
    ] as const) {
      expect(only(name)).toMatchObject({
        parentId: null,
        kind: "server",
        status: "unset",
        facts: {
          "http.request.method": name.split(" ")[0],
          "http.route": name.split(" ")[1],
          "http.response.status_code": status,
        },
      });
    }
    expect(collector.spans.filter(({ name }) => /healthz|readyz|metrics/.test(name))).toEqual([]);
    const notice = only("deliver notice");
    expect(notice.facts["paperboy.notice.kind"]).toBe("confirm");
    expect(stepNames(notice)).toEqual(["POST /emails/batch"]);
  }

  function assertFeedback(): void {
    expect(stepsOf(only("POST /webhooks/resend"))).toMatchObject([
      { name: "receive event", facts: { "paperboy.event.new": true } },
    ]);
    const applied = named("apply events").find(({ facts }) => facts["paperboy.events"] === 1);
    const job = named("process feedback").find(({ spanId }) => spanId === applied?.parentId);
    const cause = stepsOf(only("POST /webhooks/resend"))[0];
    expect(job?.links).toEqual([{ traceId: cause?.traceId, spanId: cause?.spanId }]);
  }

  function assertLog(editionId: string): void {
    const answered = lines().filter(({ msg }) => msg === "batch answered");
    expect(answered.map(({ span_id, trace_id }) => `${trace_id} ${span_id}`).toSorted()).toEqual(
      named("deliver batch")
        .map(({ traceId, spanId }) => `${traceId} ${spanId}`)
        .toSorted(),
    );
    for (const line of answered) expect(line).toMatchObject({ editionId, queue: "deliver" });
  }

  function assertSecrecy(paper: string): void {
    const text = collector.requests.map(({ body }) => body.toString("latin1")).join("\n");
    expect(text).toContain("deliver batch");
    const tokens = resend.mails.flatMap((mail) =>
      [...JSON.stringify(mail).matchAll(/token=([\w.-]+)/g)].map(([, token = ""]) => token),
    );
    expect(tokens.length).toBeGreaterThan(300);
    const subjects = [...new Set(resend.mails.map(({ subject }) => subject))];
    for (const secret of [
      ...tokens,
      ...subjects,
      ...resend.mails.map(({ id }) => id),
      "example.com",
      "paperboy.example",
      "token=",
      "a-token-that-is-none",
      "a-path-that-is-none",
      "transformers-in-the-query",
      paper,
      "id_list",
      "re_test",
      webhookSecret.slice(6),
      "a-secret-for-tests",
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(collector.spans)).not.toContain("@");
    expect(collector.spans.every(({ events }) => events === 0)).toBe(true);
  }
});

/** What readers, a provider and a balancer ask; the id of the paper that is looked at. */
async function visitSite(of: TestContext): Promise<string> {
  const site = await startWebServer(of, { port: 0, host: "127.0.0.1" });
  const { rows } = await of.db.execute<{ id: string }>(sql`select id from papers limit 1`);
  const id = rows[0]?.id ?? "";
  const [mail] = resend.mails;
  if (!mail) throw new Error("no mail came");
  await fetch(`${site.url}/papers/${id}`);
  await fetch(`${site.url}/search?q=transformers-in-the-query`);
  await fetch(`${site.url}/unsubscribe?token=a-token-that-is-none`);
  await fetch(`${site.url}/a-path-that-is-none`);
  for (const probe of ["healthz", "readyz", "metrics"]) await fetch(`${site.url}/${probe}`);
  await fetch(`${site.url}/subscribe`, {
    method: "POST",
    headers: { origin: of.config.site.publicUrl, accept: "application/json" },
    body: new URLSearchParams({ email: "new-reader@example.com", sure: "yes" }),
  });
  await postEvent(`${site.url}/webhooks/resend`, webhookSecret, makeEvent("email.delivered", mail));
  await site.close();
  return id;
}

describe("a failure", () => {
  it("of the provider marks the request, by its status", async () => {
    const own = await open();
    await plantSubscribers(own, 3);
    await plantEdition(own);
    resend.failNext(serverError(503, false));
    await deliverDue(own);
    await own.traces.close();
    expect(only("POST /emails/batch")).toMatchObject({
      status: "error",
      statusMessage: "503",
      facts: { "error.type": "503", "http.response.status_code": 503, "paperboy.answer": "unknown" },
    });
    expect(only("deliver batch")).toMatchObject({
      status: "unset",
      facts: { "paperboy.batch.outcome": "later" },
    });
  });

  it("of a source marks what could not be collected, and each try of it", async () => {
    const own = await open();
    await huggingface.close();
    await ingestDay(own, { day, sources: ["huggingface"] });
    await own.traces.close();
    const collect = only("collect huggingface");
    expect(collect).toMatchObject({ status: "error", statusMessage: "source_unavailable" });
    const tries = stepsOf(collect);
    expect(tries.map(({ statusMessage }) => statusMessage)).toEqual(tries.map(() => "ECONNREFUSED"));
    expect(tries.map(({ facts }) => facts["http.request.resend_count"])).toEqual([undefined, 1, 2, 3]);
    expect(only("ingest day").status).toBe("unset");
  }, 60_000);

  it("of ours is told by its code, without its message", async () => {
    const own = await open();
    await expect(publish(own)).rejects.toThrow(/no papers/);
    await expect(
      own.traces.span("a query", {}, () => own.db.execute(sql`select ${"reader@example.com"}::text::int`)),
    ).rejects.toThrow();
    const defect = () => Promise.reject(new TypeError("reader@example.com is not a function"));
    await expect(own.traces.span("a defect", {}, defect)).rejects.toThrow(TypeError);
    await own.traces.close();
    expect(only("publish edition")).toMatchObject({ status: "error", statusMessage: "refused" });
    expect(only("a defect")).toMatchObject({ status: "error", statusMessage: "TypeError" });
    expect(only("a query")).toMatchObject({ status: "error", statusMessage: "22P02" });
    expect(JSON.stringify(collector.spans)).not.toMatch(/reader@|no papers/);
  });
});

describe("the collector", () => {
  it("is told who is speaking, with the headers that it asks for", async () => {
    const own = await open({
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=hunter2%2C, x-team = readers",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging,service.name=unheard",
      OTEL_SERVICE_NAME: "paperboy-eu",
    });
    await own.traces.span("work", {}, async () => {});
    await own.traces.close();
    expect(collector.requests).toMatchObject([
      { path: "/v1/traces", headers: { "api-key": "hunter2,", "x-team": "readers" } },
    ]);
    expect(only("work").resource).toMatchObject({
      "service.name": "paperboy-eu",
      "deployment.environment.name": "staging",
      "telemetry.sdk.language": "nodejs",
    });
  });

  it("gets what it could not take at once a little later", async () => {
    const own = await open();
    const statuses = [503, 429];
    fault = () => statuses.shift() ?? null;
    for (let number = 0; number < 512; number += 1) await own.traces.span("work", {}, async () => {});
    await expect.poll(() => named("work").length, { timeout: 60_000 }).toBe(512);
    expect(collector.requests.map(({ status }) => status)).toEqual([503, 429, 200]);
    expect(written).toEqual([]);
  });

  it("that wants spans again at once is not stormed", async () => {
    const own = await open({ OTEL_EXPORTER_OTLP_TIMEOUT: "2000" });
    fault = () => 429;
    for (let number = 0; number < 512; number += 1) await own.traces.span("work", {}, async () => {});
    await expect.poll(() => lines().length, { timeout: 60_000 }).toBe(1);
    expect(collector.requests.length).toBeLessThan(10);
  });

  it("that refuses is told once, and once that it is back; no work waits for it", async () => {
    const own = await open();
    fault = () => 400;
    const fill = () =>
      own.traces.span("round", {}, async () => {
        for (let number = 0; number < 512; number += 1) await own.traces.span("work", {}, async () => {});
      });
    const asked = (times: number) =>
      expect.poll(() => collector.requests.length, { timeout: 60_000 }).toBe(times);
    await fill();
    await asked(1);
    await fill();
    await asked(2);
    fault = () => null;
    await fill();
    await asked(3);
    await own.traces.close();
    const told = lines().map(({ level, msg, reason, spans }) => ({ level, msg, reason, spans }));
    expect(told).toEqual([
      {
        level: 40,
        msg: "traces cannot be exported; mail goes on without",
        reason: "the collector answers 400",
        spans: 512,
      },
      { level: 30, msg: "traces are exported again", reason: undefined, spans: 512 },
    ]);
    expect(lines().every((line) => line.trace_id === undefined)).toBe(true);
  });

  it("that does not answer holds up no mail, and the end only for a moment", async () => {
    const own = await open({ OTEL_EXPORTER_OTLP_TIMEOUT: "60000" });
    fault = () => "hang";
    await plantSubscribers(own, 120);
    const { id } = await plantEdition(own);
    workers = await startWorkers(own, ["dispatch", "deliver"]);
    await untilSent(own, id);
    expect(resend.stats().accepted).toBe(120);
    await workers.close();
    const startedAt = performance.now();
    await own.traces.close();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(lines().filter(({ msg }) => /traces/.test(String(msg)))).toMatchObject([
      { reason: "no answer in time" },
    ]);
  }, 120_000);

  it("gets nothing when the sampler lets nothing through, or tracing is switched off", async () => {
    const silences: Record<string, string>[] = [
      { OTEL_TRACES_SAMPLER: "always_off" },
      { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" },
      { OTEL_SDK_DISABLED: "TRUE" },
      { OTEL_TRACES_EXPORTER: "none" },
    ];
    for (const env of silences) {
      const own = await open(env);
      await own.traces.span("work", {}, () => own.queues.ring("dispatch", {}));
      await own.close();
      ctx = undefined;
    }
    expect(collector.requests).toEqual([]);
  });
});

describe("a command", () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "paperboy-traces-"));
    // Prints what of the SDK a process has loaded when it ends.
    await writeFile(
      path.join(folder, "loaded.cjs"),
      `process.on("exit", () => {
        const loaded = Object.keys(require.cache).filter((file) => /opentelemetry.(sdk|otlp|resources)/.test(file));
        process.stderr.write("SDK files: " + loaded.length + "\\n");
      });`,
    );
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ingest = (env: Record<string, string>) =>
    runCli(["ingest", "--date", day, "--json"], {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      HF_BASE_URL: huggingface.url,
      ARXIV_BASE_URL: arxiv.url,
      ARXIV_SPACING_MS: "0",
      NODE_OPTIONS: `--require ${path.join(folder, "loaded.cjs")}`,
      ...env,
    });

  it("loads and exports nothing unless a collector is named, and all before it ends when one is", async () => {
    const without = await ingest({});
    expect(without).toMatchObject({ code: 0, stderr: "SDK files: 0\n" });
    expect(collector.requests).toEqual([]);
    const traced = await ingest({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` });
    expect(traced.code).toBe(0);
    expect(traced.stderr).toMatch(/^SDK files: [1-9]/);
    expect(only("ingest day").facts["paperboy.day"]).toBe(day);
    expect(stepNames(only("ingest day"))).toEqual(["collect huggingface", "collect arxiv"]);
  }, 60_000);

  it.each(
    casesOf<[string, boolean]>([
      ["never answers", true],
      ["is not there", false],
    ]),
  )(
    "does its work and ends when the collector %s",
    async (_, isThere) => {
      fault = () => "hang";
      if (!isThere) await collector.close();
      const startedAt = performance.now();
      const { code, stdout, stderr } = await ingest({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_TIMEOUT: "600000",
        LOG_LEVEL: "warn",
      });
      expect({ code, papers: JSON.parse(stdout).papers }).toEqual({ code: 0, papers: expect.any(Number) });
      expect(stderr.match(/traces cannot be exported/g)).toHaveLength(1);
      expect(performance.now() - startedAt).toBeLessThan(45_000);
    },
    60_000,
  );

  it("exports what it did last before SIGTERM ends it", async () => {
    const own = await open({ MAIL_TRANSPORT: "outbox", OTEL_EXPORTER_OTLP_ENDPOINT: "" });
    await plantSubscribers(own, 3);
    const { id } = await plantEdition(own);
    const child = spawn(process.execPath, [launcher, "worker", "--queues", "dispatch,deliver"], {
      env: {
        PATH: process.env.PATH ?? "",
        DATABASE_URL: own.databaseUrl,
        DATA_DIR: folder,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      },
      stdio: "ignore",
    });
    const ended = once(child, "close");
    try {
      await untilSent(own, id);
    } finally {
      child.kill("SIGTERM");
    }
    expect(await ended).toEqual([0, null]);
    expect(stepNames(only("deliver batch"))).toEqual([
      "seal batch",
      "wait for a slot",
      "keep mails",
      "settle batch",
    ]);
    expect(only("process deliver").status).toBe("unset");
  }, 60_000);

  it("refuses a wrong variable in one sentence that names it, and shows no value", async () => {
    const { code, stderr } = await ingest({
      OTEL_EXPORTER_OTLP_ENDPOINT: "collector-hunter2:4318",
      NODE_OPTIONS: "",
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http:\/\/localhost:4318/);
    expect(stderr.trim().split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("hunter2");
  }, 60_000);
});
