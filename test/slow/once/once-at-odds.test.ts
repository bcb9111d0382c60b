import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createContext } from "../../../src/context.ts";
import { isDatabaseOutage } from "../../../src/db/client.ts";
import { stopBooking } from "../../../src/delivery/provider/book-places.ts";
import { createOnceSends } from "../../../src/once/once-sends.ts";
import { publishDuePeriod } from "../../../src/publish/publish-due-period.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { layCable } from "../../support/cable.ts";
import { testConfig } from "../../support/context.ts";
import { statusOf } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";
import { type OnceStage, openOnceStage } from "../../support/once-stage.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { editionIds } from "../../support/publishing.ts";

const edition = "daily-2026-06-17";
/** In minutes. */
const aSecond = 1 / 60;

let stage: OnceStage;

beforeAll(async () => {
  // An answer may come late on a busy machine, which is no lost answer here.
  stage = await openOnceStage({ RESEND_TIMEOUT_MS: "30000" });
  stage.from.list("2026-06-17", 4);
  await stage.openSite();
});
afterAll(() => stage.close());
beforeEach(() => stage.anew());

const questions = () => stage.resend.requests.filter(({ path }) => path.startsWith("/suppressions")).length;

it("seals nothing while Resend does not tell whom it suppresses, and does not ask it over and over", async () => {
  await plantSubscribers(stage.ctx, 1);
  stage.resend.setFaults(({ path }) => (path === "/emails/batch" ? null : serverError(500, false)));
  const report = await stage.once({ minutes: 3 * aSecond });
  expect(report.problems).toEqual([expect.stringMatching(/^Resend could not be asked/)]);
  expect(await statusOf(stage.ctx, edition)).toMatchObject({ pending: 1, sealed: 0 });
  expect(questions()).toBe(1);
  stage.resend.setFaults(null);
  expect((await stage.once()).problems).toEqual([]);
  expect(stage.resend.mails).toHaveLength(1);
});

it("goes on with whom a run had set apart that ended before it sent, alone or with all", async () => {
  const { ctx, resend } = stage;
  await plantSubscribers(ctx, 3, { hour: 20 });
  resend.setFaults(({ path }) => (path === "/emails/batch" ? null : serverError(500, false)));
  for (const to of ["reader0@example.com", "reader1@example.com"])
    await stage.once({ isAll: false, to: [to], minutes: aSecond });
  expect(await statusOf(ctx, edition)).toMatchObject({ pending: 3, sealed: 0 });
  resend.setFaults(null);
  expect((await stage.once({ isAll: false, to: ["reader1@example.com"] })).problems).toEqual([]);
  expect(resend.mails.flatMap(({ to }) => to)).toEqual(["reader1@example.com"]);
  expect((await stage.once()).problems).toEqual([]);
  expect(await statusOf(ctx, edition)).toMatchObject({ state: "sent", planned: 3, submitted: 3 });
  expect(resend.mails).toHaveLength(3);
});

it("mails nobody in a trial, says so when mail is due, and leaves it to the next run", async () => {
  await plantSubscribers(stage.ctx, 1);
  const report = await stage.once({ isTrial: true });
  expect(report.problems).toEqual([expect.stringMatching(/^This installation begins with this run/)]);
  expect(await statusOf(stage.ctx, edition)).toMatchObject({ pending: 1, sealed: 0 });
  expect((await stage.once({ isTrial: true, to: ["reader0@example.com"] })).problems).toHaveLength(1);
  expect(stage.resend.mails).toEqual([]);
  expect((await stage.once()).problems).toEqual([]);
  expect(stage.resend.mails).toHaveLength(1);
});

it("does not take requests that were spent in vain for Resend's word", async () => {
  const { ctx, clock } = stage;
  await plantSubscribers(ctx, 1);
  await ctx.db.execute(
    sql`insert into reconciliations (name, spent_on, spent) values ('resend', '2026-06-18', 1000)`,
  );
  const report = await stage.once({ minutes: aSecond });
  expect(report.problems).toEqual([expect.stringMatching(/^The day's requests to Resend .* are spent/)]);
  expect(stage.resend.mails).toEqual([]);
  await ctx.db.execute(sql`update reconciliations set list_passed_at = ${clock.now()}`);
  expect((await stage.once()).problems).toEqual([]);
  expect(stage.resend.mails).toHaveLength(1);
});

it("tells of mails that are uncertain since a run a day came too late to ask again", async () => {
  await plantSubscribers(stage.ctx, 2);
  stage.resend.setFaults(({ path }) =>
    path === "/emails/batch" ? { kind: "reset", when: "before-acceptance" } : null,
  );
  const first = await stage.once({ minutes: 6 * aSecond });
  expect(first.problems).toEqual([
    expect.stringMatching(/^1 request has no outcome .* a run before 2026-06-19 03:3\d UTC asks again/),
  ]);
  stage.resend.setFaults(null);
  stage.clock.set("2026-06-19T04:31:00Z");
  const next = await stage.once();
  expect(next.problems).toEqual(expect.arrayContaining([expect.stringMatching(/2 uncertain/)]));
  expect(stage.resend.mails).toEqual([]);
});

it("hears the answers of its requests before it stops, and begins no other", async () => {
  const { ctx, resend } = stage;
  await plantSubscribers(ctx, 450);
  const sends = createOnceSends(ctx.gate);
  let begun = 0;
  const stopped = new Promise<void>((resolve) => {
    resend.setFaults(({ path }) => {
      if (path !== "/emails/batch") return null;
      begun += 1;
      if (begun === 4) resolve(sends.stop());
      return { kind: "latency", ms: 500 };
    });
  });
  const run = stage.once({ sends });
  await stopped;
  const { submitted } = await statusOf(ctx, edition);
  expect(submitted).toBeGreaterThan(0);
  expect(resend.mails).toHaveLength(submitted);
  await run;
  expect(resend.mails).toHaveLength(submitted);
  stopBooking(ctx.gate)();
  resend.setFaults(null);
  expect((await stage.once()).problems).toEqual([]);
  expect(resend.mails).toHaveLength(450);
  expect(new Set(resend.mails.flatMap(({ to }) => to)).size).toBe(450);
});

it("raises no alert of a queue that stands still between two runs in their rhythm, and one when they end", async () => {
  const { ctx, clock } = stage;
  await plantSubscribers(ctx, 1, { hour: 20 });
  for (const hour of ["17", "18", "19"]) {
    clock.set(`2026-06-18T${hour}:17:00Z`);
    expect((await stage.once({ isAll: false })).problems).toEqual([]);
  }
  const kinds = async () => {
    await checkAlerts(ctx);
    const { rows } = await ctx.db.execute<{ kind: string }>(
      sql`select kind from alerts where cleared_at is null and kind = 'queue-dead'`,
    );
    return rows.map(({ kind }) => kind);
  };
  // One more, by hand: hourly runs go on to be expected by the hour.
  clock.set("2026-06-18T19:20:00Z");
  await stage.once({ isAll: false });
  clock.set("2026-06-18T20:16:00Z");
  expect(await kinds()).toEqual([]);
  clock.set("2026-06-18T21:30:00Z");
  expect(await kinds()).toEqual(["queue-dead"]);
});

it("is safe beside itself: two runs at once mail each reader once", async () => {
  const { resend } = stage;
  await plantSubscribers(stage.ctx, 250, {}, "twin");
  const reports = await Promise.all([stage.once(), stage.once()]);
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
  expect(new Set(resend.mails.flatMap(({ to }) => to)).size).toBe(250);
  expect(resend.mails).toHaveLength(250);
});

it("tells of a request without an outcome when its time is over, and the next run gives it one under the same key", async () => {
  const { resend } = stage;
  await plantSubscribers(stage.ctx, 2, {}, "late");
  resend.setFaults(({ path }) =>
    path === "/emails/batch" ? { kind: "reset", when: "after-acceptance" } : null,
  );
  const report = await stage.once({ minutes: 8 * aSecond });
  expect(report.problems).toEqual([expect.stringContaining("1 request has no outcome")]);
  resend.setFaults(null);
  expect((await stage.once()).problems).toEqual([]);
  expect(resend.mails.flatMap(({ to }) => to).sort()).toEqual(["late0@example.com", "late1@example.com"]);
});

it("tells of an edition that is due also when its time was over before it looked", async () => {
  const report = await stage.once({ minutes: 0 });
  expect(report.problems).toEqual([expect.stringMatching(/2026-06-17/)]);
});

it("tells that the day that is asked for was not published, when its time was over before", async () => {
  const report = await stage.once({ minutes: 0, day: "2026-06-15" });
  expect(report.problems).toContainEqual(
    expect.stringMatching(/^The edition of 2026-06-15 was not published/),
  );
});

it("waits for the database that goes away in its midst, and mails each reader once", async () => {
  const { ctx, clock, from, env, resend } = stage;
  await plantSubscribers(ctx, 450, {}, "outage");
  const cable = await layCable(ctx.databaseUrl);
  const cut = await createContext(testConfig(cable.url, env), { clock, sources: from.sources });
  try {
    let isCut = false;
    resend.setFaults(({ path }) => {
      if (path !== "/emails/batch" || isCut) return null;
      isCut = true;
      void cable.cut("refused");
      return null;
    });
    let hasWaited = false;
    // The cable is whole again when the run says that it waits.
    const mendOnceMissed = (_: object, message: string) => {
      if (hasWaited || !/database is away/.test(message)) return;
      hasWaited = true;
      void cable.mend();
    };
    const log = Object.create(cut.log, { warn: { value: mendOnceMissed } });
    expect((await stage.once({}, { ...cut, log })).problems).toEqual([]);
    expect(hasWaited).toBe(true);
  } finally {
    await cut.close();
    await cable.close();
  }
  expect(await statusOf(ctx, edition)).toMatchObject({ state: "sent", submitted: 450 });
  expect(resend.mails).toHaveLength(450);
});

it("waits for the database no longer than its time, and says then that it is away", async () => {
  const cable = await layCable(stage.ctx.databaseUrl);
  const cut = await createContext(testConfig(cable.url, stage.env), { clock: stage.clock });
  try {
    await cable.cut("refused");
    await expect(stage.once({ minutes: aSecond }, cut)).rejects.toSatisfy(isDatabaseOutage);
  } finally {
    await cut.close();
    await cable.close();
  }
});

it("waits for a source with the day that is asked for", async () => {
  const { ctx, from } = stage;
  from.list("2026-06-15", 3);
  const { requests } = from.huggingface;
  const asked = () => requests.filter(({ url }) => url.includes("2026-06-15")).length;
  from.huggingface.failNext(1, { kind: "status", status: 503 });
  const ran = stage.once({ day: "2026-06-15" });
  await passTime(asked, 6_000);
  expect(await ran).toMatchObject({ problems: [] });
  expect(await editionIds(ctx)).toContain("daily-2026-06-15");
});

it("waits for the provider's word also where nothing is to be sent", async () => {
  const { resend } = stage;
  let isAway = true;
  resend.setFaults(({ path }) => {
    if (!isAway || !path.startsWith("/suppressions")) return null;
    isAway = false;
    return serverError(500, false);
  });
  const ran = stage.once();
  await passTime(questions, 31_000);
  expect(await ran).toMatchObject({ problems: [], feedback: { events: 0 } });
});

/** Moves the clock on until something was asked for the second time. */
async function passTime(asked: () => number, ms: number): Promise<void> {
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(0), inTime);
  await vi.waitFor(
    () => {
      stage.clock.advance(ms);
      expect(asked()).toBeGreaterThan(1);
    },
    { timeout: 30_000, interval: 300 },
  );
}

it("sends to all at once also what another process publishes meanwhile", async () => {
  const { ctx, resend } = stage;
  await plantSubscribers(ctx, 2, { hour: 20 }, "shared");
  let publishing: Promise<unknown> | null = null;
  resend.setFaults(({ path }) => {
    if (!path.startsWith("/suppressions") || publishing !== null) return null;
    publishing = publishDuePeriod(ctx, "daily", "2026-06-17");
    return { kind: "held", until: publishing };
  });
  const report = await stage.once();
  await publishing;
  expect(report.problems).toEqual([]);
  expect(resend.mails.flatMap(({ to }) => to).sort()).toEqual(["shared0@example.com", "shared1@example.com"]);
});
