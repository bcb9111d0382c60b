import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findGateBlock } from "../../../src/delivery/provider/gate-store.ts";
import { keepPace } from "../../../src/delivery/provider/keep-pace.ts";
import { readUsage } from "../../../src/delivery/provider/read-usage.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { type FakeResend, type FakeResendOptions, startFakeResend } from "../../fakes/fake-resend.ts";
import { type Fault, refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let options: FakeResendOptions;
let resend: FakeResend;
let ctx: TestContext;

beforeEach(async () => {
  options = { usage: { requestsPerSecond: 40 } };
  resend = await startFakeResend(options);
});
afterEach(async () => {
  await ctx.close();
  await resend.close();
});

async function open(env: Record<string, string> = {}): Promise<void> {
  ctx = await createTestContext({
    env: resendEnv(resend.url, { RESEND_REQUESTS_PER_SECOND: "", RESEND_TIMEOUT_MS: "10000", ...env }),
  });
}

const askHourly = () => keepPace(ctx, ctx.clock.now());

const asked = () => resend.requests.filter(({ path }) => path === "/usage").length;

/** Has the provider say this of the account. */
function answerUsage(body: object): void {
  const answer: Fault = { kind: "raw", status: 200, body: JSON.stringify(body), accepted: false };
  resend.setFaults(({ path }) => (path === "/usage" ? answer : null));
}

/** How long so many requests take, in milliseconds. */
async function timeToSend(readers: number): Promise<number> {
  await plantSubscribers(ctx, readers);
  await plantEdition(ctx, { isOneBatchEach: true });
  const beganAt = performance.now();
  await deliverDue(ctx);
  expect(resend.mails).toHaveLength(readers);
  return performance.now() - beganAt;
}

const doctorLines = async (env: Record<string, string>, of = "provider usage") =>
  (
    await runDoctor(testConfig(ctx.databaseUrl, { ...resendEnv(resend.url), ...env }), {
      readTxt: async () => [],
    })
  )
    .filter(({ check }) => check === of)
    .map(({ level, message }) => `${level} ${message}`);

describe("a pace that nobody configured", () => {
  it("is what the provider says of the account, asked once an hour", async () => {
    await open();
    await Promise.all([askHourly(), askHourly()]);
    await askHourly();
    expect(asked()).toBe(1);
    expect(await doctorLines({ RESEND_REQUESTS_PER_SECOND: "" }, "pace")).toEqual([
      expect.stringMatching(/^ok 40 requests a second, as the provider says of the account/),
    ]);
    // The doctor has asked for itself.
    const before = asked();
    ctx.clock.advance(3_600_001);
    await askHourly();
    expect(asked()).toBe(before + 1);
  });

  it("is two a second where the key may not read usage, and no refusal holds the mails", async () => {
    options.usage = null;
    await open();
    await askHourly();
    expect(asked()).toBe(1);
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
    expect(await timeToSend(4)).toBeGreaterThan(1_200);
    expect(await findGateBlock(ctx.db, ctx.clock.now())).toBeNull();
  });
});

describe("a provider that names a pace or a time that cannot be", () => {
  it.each([
    [{ limit: 1e9, duration: "1s" }],
    [{ limit: 5, duration: "0s" }],
    [{ limit: 1, duration: "1000 hours" }],
  ])("leaves the usual pace: %j", async (rate_limit) => {
    await open();
    answerUsage({ object: "usage", rate_limit });
    await askHourly();
    const took = await timeToSend(4);
    expect(took).toBeGreaterThan(1_200);
    expect(took).toBeLessThan(20_000);
  });

  it("does not hold the mails until the year 9999", async () => {
    options.usage = { requestsPerSecond: 40, daily: { resets_at: "9999-01-01T00:00:00.000Z" } };
    await open();
    await plantSubscribers(ctx, 1);
    await plantEdition(ctx);
    resend.failNext(refuseWith("daily_quota_exceeded"));
    await deliverDue(ctx);
    const tomorrow = ctx.clock.now().getTime() + 25 * 3_600_000;
    expect((await findGateBlock(ctx.db, ctx.clock.now()))?.until.getTime()).toBeLessThanOrEqual(tomorrow);
  });
});

describe("a used-up quota", () => {
  it("ends when the provider says that it does, where its refusal says nothing", async () => {
    options.usage = { requestsPerSecond: 40, daily: { resets_at: "2026-06-18T09:30:00.000Z" } };
    await open();
    await plantSubscribers(ctx, 1);
    await plantEdition(ctx);
    resend.failNext({
      kind: "error",
      accepted: false,
      error: { statusCode: 429, name: "daily_quota_exceeded", message: "You have reached your daily quota." },
    });
    await deliverDue(ctx);
    expect((await findGateBlock(ctx.db, ctx.clock.now()))?.until).toEqual(
      new Date("2026-06-18T09:30:00.000Z"),
    );
  });
});

describe("the doctor on the account's usage", () => {
  it("tells the quota and the pace, and where its limit is from", async () => {
    await open();
    expect(await doctorLines({ RESEND_REQUESTS_PER_SECOND: "" })).toEqual([
      "ok 12 of 100 mails of the day, 12 of 3000 mails of the month, 40 requests a second",
    ]);
    await askHourly();
    expect(await doctorLines({ RESEND_REQUESTS_PER_SECOND: "50" }, "pace")).toEqual([
      expect.stringMatching(/^ok 40 requests a second, as the provider says of the account, 20/),
    ]);
    expect(await doctorLines({ RESEND_REQUESTS_PER_SECOND: "7" }, "pace")).toEqual([
      "ok 7 requests a second, the most that RESEND_REQUESTS_PER_SECOND allows",
    ]);
    options.usage = null;
    expect(await doctorLines({ RESEND_REQUESTS_PER_SECOND: "" })).toEqual([
      "warn The key may not read the account's usage: the limit of requests is what the answers to mails tell, and 2 a second until they do.",
    ]);
  });

  it("says what a key that may only send leaves unknown: whose mail a complaint is of", async () => {
    options.sendingOnly = true;
    await open();
    const words = /a complaint or bounce that names no mail of ours .* suppresses nobody/;
    expect(await doctorLines({}, "provider's word")).toContainEqual(expect.stringMatching(words));
    const env = { SUPPRESS_FOREIGN_COMPLAINTS: "true" };
    expect(await doctorLines(env, "provider's word")).not.toContainEqual(expect.stringMatching(words));
  });

  it("says that a key may not read mails that come in, where leaving by mail is offered", async () => {
    options.forbidden = ["/emails/receiving"];
    await open();
    const words = /The key may not read mails that come in/;
    const env = { MAIL_UNSUBSCRIBE_TO: "leave@paperboy.example" };
    expect(await doctorLines(env, "leaving by mail")).toContainEqual(expect.stringMatching(words));
    expect(await doctorLines({ MAIL_REPLY_TO: "" }, "leaving by mail")).not.toContainEqual(
      expect.stringMatching(words),
    );
  });

  it.each([
    ["1s", 40],
    ["2 seconds", 20],
    ["minute", 40 / 60],
    ["a while", null],
  ])("reads a limit of 40 in %s", async (duration, expected) => {
    await open();
    const body = { object: "usage", rate_limit: { limit: 40, duration } };
    answerUsage(body);
    const answer = await readUsage(ctx.config.mail.resend);
    expect(answer).toMatchObject({ kind: "read", value: { requestsPerSecond: expected, day: null } });
  });
});
