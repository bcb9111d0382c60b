import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWatch } from "../../../src/watch/watch.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { answerText, listen, type RunningFake, readBody } from "../../fakes/http-fake.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { resendEnv } from "../../support/delivering.ts";
import { redisUrls } from "../../support/redis.ts";
import { casesOf } from "../short.ts";

let hook: RunningFake;
let resend: FakeResend;
let posts: { status: string; kind: string; text: string; key: unknown }[];
let env: Record<string, string>;
let ctx: TestContext;
let cable: Cable;

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
  await cable.close();
  await resend.close();
  await hook.close();
});

const news = () => posts.map(({ status, kind }) => `${status} ${kind}`);

describe.each(redisUrls().flatMap(({ url }) => url ?? []))("a Redis that is dead", (redisUrl) => {
  it.each(
    casesOf(["refused", "silent"] as const),
  )("is told by mail and by webhook, past every queue, and so is its end (%s)", async (how) => {
    cable = await layCable(redisUrl);
    ctx = await createTestContext({ env: { ...env, REDIS_URL: cable.url } });
    const watch = createWatch(ctx);
    await watch.look();
    expect(posts).toEqual([]);
    await cable.cut(how);
    await watch.look();
    await watch.look();
    expect(news()).toEqual(["raised queue-dead"]);
    expect(resend.mailsTo("operator@example.com")).toHaveLength(1);
    await cable.mend();
    await expect
      .poll(
        async () => {
          await watch.look();
          return news();
        },
        { timeout: 60_000, interval: 200 },
      )
      .toEqual(["raised queue-dead", "cleared queue-dead"]);
    expect(resend.mailsTo("operator@example.com")).toHaveLength(2);
  }, 120_000);
});
