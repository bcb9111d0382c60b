import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { createLog, withLogFields } from "../../../src/telemetry/log.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

type Line = Record<string, unknown>;

const written: string[] = [];
const log = createLog({ logLevel: "trace" }, { write: (line) => written.push(line) });
const lines = () => written.map((line) => JSON.parse(line) as Line);

let resend: FakeResend;
let ctx: TestContext;

beforeAll(async () => {
  resend = await startFakeResend({
    refuse: (address) => (address === "reader3@example.com" ? "reader3@example.com is not a mailbox" : null),
  });
  ctx = await createTestContext({
    now: new Date().toISOString(),
    overrides: { log },
    env: {
      MAIL_TRANSPORT: "resend",
      RESEND_API_KEY: "re_secret_of_the_test",
      RESEND_BASE_URL: resend.url,
      RESEND_REQUESTS_PER_SECOND: "100",
      DISPATCH_EVERY_MS: "500",
    },
  });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});

describe("the log", () => {
  it("of a send names edition, batch and job, and neither an address nor a token", async () => {
    await plantSubscribers(ctx, 120);
    const { id } = await plantEdition(ctx);
    await subscribe(ctx, { email: "new-reader@example.com", preferences: {}, source: "site" });
    const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    await fetch(`${site.url}/unsubscribe?token=a-token-that-is-none`, { method: "POST" });
    const workers = await startWorkers(ctx, ["dispatch", "deliver", "notices"]);
    await vi.waitFor(
      async () => {
        expect((await listEditionStatus(ctx.db, id))[0]?.state).toBe("sent");
        const { rows } = await ctx.db.execute(sql`select from notices where state = 'submitted'`);
        expect(rows.length).toBe(1);
      },
      { timeout: 60_000, interval: 200 },
    );
    await workers.close();
    await site.close();
    const answered = lines().filter(({ msg }) => msg === "batch answered");
    expect(answered.length).toBeGreaterThan(1);
    for (const line of answered) {
      expect(line).toMatchObject({ editionId: id, queue: "deliver", jobId: expect.any(String) });
      expect(line.batchId).toMatch(/^[0-9a-f-]{36}$/);
    }
    const tokens = resend.mails.flatMap((mail) =>
      [...JSON.stringify(mail).matchAll(/token=([\w.-]+)/g)].map(([, token = ""]) => token),
    );
    expect(tokens.length).toBeGreaterThan(100);
    const text = written.join("");
    expect(text).not.toMatch(/@example\.com|re_secret|token=/);
    expect(tokens.filter((token) => text.includes(token))).toEqual([]);
  }, 120_000);

  it("of a failed query tells what is wrong, and neither its text nor a value of it", async () => {
    written.length = 0;
    const query = ctx.db.execute(sql`select ${"reader@example.com"}::text::int`);
    await query.catch((err) => log.error({ err }, "failed"));
    expect(lines()[0]?.err).toMatchObject({
      message: "The database cannot hold a value (22P02).",
      code: "22P02",
      stack: expect.stringContaining("log.test.ts"),
    });
    expect(written.join("")).not.toMatch(/reader@example|Failed query|select \$/);
  });

  it("holds no address, however it is written, and leaves what is none", () => {
    written.length = 0;
    log.info({ text: "from <reader@example.com> to:a@b.example, /x/reader%40example.com?u=c@d.example" });
    log.info({ text: "at node_modules/@scope/package/index.js" });
    expect(lines().map(({ text }) => text)).toEqual([
      "from <(address)> to:(address), (address)",
      "at node_modules/@scope/package/index.js",
    ]);
  });

  it.each([
    ["letters", "a"],
    ["ats", "a@"],
    ["colons", "a:"],
    ["line ends behind parameters", "\n", "\nparams: "],
    ["blanks behind parameters", "\n ", "\nparams: "],
    ["parameters", "\nparams: "],
    ["secrets", "token="],
  ])("takes a time that grows with a text of %s and not with its square", (_, piece, start = "") => {
    const cost = (size: number) => {
      const text = start + piece.repeat(size / piece.length);
      return Math.min(
        ...Array.from({ length: 5 }, () => {
          const before = process.cpuUsage();
          log.info({ text, err: new Error(text) });
          const { user, system } = process.cpuUsage(before);
          return (user + system) / 1000;
        }),
      );
    };
    cost(10_000);
    expect(cost(400_000)).toBeLessThan(3 * cost(200_000) + 50);
  });

  it("carries the fields of the work under way", async () => {
    written.length = 0;
    await withLogFields({ jobId: "7" }, async () => log.info("inside"));
    log.info("outside");
    expect(lines().map(({ msg, jobId }) => [msg, jobId])).toEqual([
      ["inside", "7"],
      ["outside", undefined],
    ]);
  });
});
