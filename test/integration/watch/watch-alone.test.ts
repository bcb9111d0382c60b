import type { IncomingMessage, ServerResponse } from "node:http";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../src/context.ts";
import { createWatch } from "../../../src/watch/watch.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { answerText, listen, type RunningFake, readBody } from "../../fakes/http-fake.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { resendEnv } from "../../support/delivering.ts";

const minute = 60_000;

let hook: RunningFake;
let resend: FakeResend;
let posts: { status: string; kind: string; text: string; key: unknown }[];
let env: Record<string, string>;
let ctx: TestContext;
let cable: Cable | null = null;

beforeEach(async () => {
  posts = [];
  hook = await listen(async (request: IncomingMessage, response: ServerResponse) => {
    const body = String(await readBody(request));
    posts.push({ ...JSON.parse(body), key: request.headers["idempotency-key"] });
    answerText(response, 200, "");
  });
  resend = await startFakeResend({});
  env = resendEnv(resend.url, { OPS_EMAIL: "operator@example.com", ALERT_WEBHOOK_URL: hook.url });
});
afterEach(async () => {
  await ctx.close();
  await cable?.close();
  cable = null;
  await resend.close();
  await hook.close();
});

const news = () => posts.map(({ status, kind }) => `${status} ${kind}`);

describe("a PostgreSQL that is away", () => {
  it("is told by webhook alone, once in ten minutes, and so is its end", async () => {
    ctx = await createTestContext();
    cable = await layCable(ctx.databaseUrl);
    const cut = await createContext(testConfig(cable.url, env), { clock: ctx.clock });
    try {
      const watch = createWatch(cut);
      await watch.look();
      await cable.cut("refused");
      await watch.look();
      await watch.look();
      expect(news()).toEqual(["raised database-dead"]);
      expect(posts[0]?.text).toMatch(/PostgreSQL cannot be used \(The database went away/);
      expect(JSON.stringify(posts)).not.toMatch(/postgres(ql)?:\/\/|operator@/);
      ctx.clock.advance(9 * minute);
      await watch.look();
      expect(news()).toHaveLength(1);
      ctx.clock.advance(minute);
      await watch.look();
      expect(news()).toEqual(["raised database-dead", "raised database-dead"]);
      expect(new Set(posts.map(({ key }) => key)).size).toBe(2);
      await cable.mend();
      await watch.look();
      await watch.look();
      expect(news().slice(2)).toEqual(["cleared database-dead"]);
      expect(resend.mails).toEqual([]);
    } finally {
      await cut.close();
    }
  });

  it("is told as well when it answers but takes no write", async () => {
    ctx = await createTestContext({ env });
    await ctx.db.execute(
      sql`alter table process_reports add constraint nothing_more check (false) not valid`,
    );
    await createWatch(ctx).look();
    expect(news()).toEqual(["raised database-dead"]);
    expect(JSON.stringify(posts)).not.toMatch(/Failed query|operator@/);
  });
});

describe("a provider that hangs", () => {
  it("is not taken for a PostgreSQL that is away, and the webhook hears what there is", async () => {
    ctx = await createTestContext({ env });
    await resend.close();
    const silent = await listen(() => new Promise(() => {}));
    const cut = await createContext(
      testConfig(ctx.databaseUrl, { ...env, RESEND_BASE_URL: silent.url, RESEND_TIMEOUT_MS: "60000" }),
      {
        clock: ctx.clock,
      },
    );
    try {
      await ctx.db.execute(
        sql`insert into webhook_refusals (minute, count) values (date_trunc('minute', ${ctx.clock.now()}::timestamptz), 50)`,
      );
      await createWatch(cut, { noteMs: 20_000, tellMs: 1_500 }).look();
      expect(news()).toEqual(["raised webhooks-refused"]);
    } finally {
      await silent.close();
      await cut.close();
    }
  }, 60_000);
});
