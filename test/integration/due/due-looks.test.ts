import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { chorePauseMs } from "../../../src/due/due-rules.ts";
import { lookAtDay } from "../../../src/due/look-at-day.ts";
import { finishDue } from "../../../src/due/steps-store.ts";
import { listDaysToCollect } from "../../../src/due/store.ts";
import { takeDue } from "../../../src/due/take-due.ts";
import { ensureSchedules } from "../../../src/queues/schedules.ts";
import { runHousekeepingWhenDue } from "../../../src/upkeep/housekeeping.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { editionIds, type SourcesOfDays, startSourcesOfDays } from "../../support/publishing.ts";
import { redisUrls } from "../../support/redis.ts";

const minute = 60_000;
const today = "2026-06-18";

let clock: ReturnType<typeof createTestClock>;
let from: SourcesOfDays;
let ctx: TestContext;

async function open(env: Record<string, string> = {}): Promise<void> {
  clock = createTestClock(`${today}T10:00:00Z`);
  from = await startSourcesOfDays(clock);
  ctx = await createTestContext({
    clock,
    env: { ...from.env, ...env },
    overrides: { sources: from.sources },
  });
}
afterEach(async () => {
  await ctx.close();
  await from.close();
});

const dueDays = async () => {
  await dispatchDue(ctx);
  return (await listDaysToCollect(ctx.db, clock.now())).map(({ day }) => day);
};

describe("a look at the day", () => {
  beforeEach(() => open());

  it("is due every hour, once, and at once after any number of missed ones", async () => {
    expect(await dueDays()).toEqual([]);
    clock.set(`${today}T10:07:00Z`);
    expect(await dueDays()).toEqual([today]);
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "done" });
    expect(await lookAtDay(ctx, today)).toEqual({ kind: "idle" });
    expect(await dueDays()).toEqual([]);
    clock.set(`${today}T15:00:00Z`);
    expect((await dueDays())[0]).toBe(today);
    await Promise.all([lookAtDay(ctx, today), lookAtDay(ctx, today)]);
    expect(from.huggingface.requests).toHaveLength(2);
  });

  it("is due for the days of the last fortnight too, the newest first, and done by one worker at a time", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T15:00:00Z`);
    const days = await dueDays();
    expect(days).toEqual([
      today,
      ...["2026-06-17", "2026-06-16", "2026-06-13", "2026-06-12", "2026-06-11", "2026-06-07", "2026-06-06"],
    ]);
    await takeDue(
      ctx,
      { table: "due_looks", day: "2026-06-07" },
      chorePauseMs,
      async ({ leaseId, beganAt }) => {
        for (const day of days) expect(await lookAtDay(ctx, day)).toEqual({ kind: "idle" });
        await finishDue(ctx.db, { table: "due_looks", day: "2026-06-07" }, leaseId, beganAt);
        return { kind: "done", value: null };
      },
    );
    for (const day of await dueDays()) expect(await lookAtDay(ctx, day)).toMatchObject({ kind: "done" });
    expect(await dueDays()).toEqual([]);
    expect(from.huggingface.requests).toHaveLength(days.length - 1);
  });

  it("is rung for one after the other", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T15:00:00Z`);
    await dispatchDue(ctx);
    expect(await ctx.queues.counts("ingest")).toMatchObject({ waiting: 1 });
  });

  it("asks again only the source that failed", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T10:07:00Z`);
    from.list(today);
    await dispatchDue(ctx);
    from.arxiv.failNext(1, { kind: "status", status: 503 });
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "later" });
    clock.advance(10 * minute);
    expect(await dueDays()).toContain(today);
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "done" });
    expect(from.huggingface.requests).toHaveLength(1);
  });

  it("leaves Hugging Face alone for a while after a failure, then asks for that day first", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T15:00:00Z`);
    await dispatchDue(ctx);
    from.huggingface.failNext(1, { kind: "status", status: 503 });
    expect(await lookAtDay(ctx, "2026-06-12")).toMatchObject({ kind: "later" });
    expect(await dueDays()).toEqual([]);
    clock.advance(10 * minute);
    expect((await dueDays()).slice(0, 2)).toEqual(["2026-06-12", today]);
  });

  it("goes on with the fortnight as it is after a gap of a week", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T10:07:00Z`);
    expect(await dueDays()).toEqual([today]);
    clock.set("2026-06-25T23:50:00Z");
    const days = await dueDays();
    expect([days.length, days[0], days.at(-1)]).toEqual([15, "2026-06-25", "2026-06-11"]);
    for (const day of days) expect(await lookAtDay(ctx, day)).toMatchObject({ kind: "done" });
    expect([await dueDays(), from.huggingface.requests.length]).toEqual([[], 15]);
  });

  it("comes back after a clock that was ahead was put right", async () => {
    await dispatchDue(ctx);
    clock.set("2026-06-18T20:00:00Z");
    await dispatchDue(ctx);
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "done" });
    clock.set("2026-06-18T11:10:00Z");
    expect(await dueDays()).toContain(today);
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "done" });
  });

  it("that failed keeps which source did, and is tried again after a while", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T10:07:00Z`);
    await dispatchDue(ctx);
    from.huggingface.failNext(1, { kind: "status", status: 503 });
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "later", reason: "source_unavailable" });
    expect(await dueDays()).toEqual([]);
    clock.advance(10 * minute);
    expect((await dueDays())[0]).toBe(today);
    expect(await lookAtDay(ctx, today)).toMatchObject({ kind: "done" });
  });

  it("ends with the day: the next is about the new one", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T23:30:00Z`);
    for (const day of await dueDays()) await lookAtDay(ctx, day);
    clock.set("2026-06-19T00:03:00Z");
    expect(await dueDays()).toEqual([]);
    clock.set("2026-06-19T00:07:00Z");
    expect(await dueDays()).toEqual(["2026-06-19"]);
    expect(await lookAtDay(ctx, "2026-06-19")).toMatchObject({ kind: "done" });
    clock.set("2026-06-19T00:11:00Z");
    expect(await dueDays()).toEqual([today]);
  });

  it("that another took over is the other's: who lost it neither ends nor postpones it", async () => {
    await dispatchDue(ctx);
    clock.set(`${today}T10:07:00Z`);
    await dispatchDue(ctx);
    const key = { table: "due_looks", day: today } as const;
    const setback = { kind: "setback", setback: { code: "slow", facts: {} } } as const;
    let overtake = () => {};
    const overtaken = new Promise<void>((resolve) => {
      overtake = resolve;
    });
    const late = takeDue(ctx, key, chorePauseMs, async ({ leaseId, beganAt }) => {
      await overtaken;
      expect(await finishDue(ctx.db, key, leaseId, beganAt)).toBe(false);
      return setback;
    });
    await expect.poll(dueDays).toEqual([]);
    clock.advance(ctx.config.delivery.leaseMs);
    const second = await takeDue(ctx, key, chorePauseMs, async () => {
      overtake();
      expect(await late).toEqual({ kind: "idle" });
      expect(await lookAtDay(ctx, today)).toEqual({ kind: "idle" });
      return setback;
    });
    expect(second).toMatchObject({ kind: "later", reason: "slow" });
    clock.advance(20 * minute);
    expect(await dueDays()).toContain(today);
  });

  it("keeps house once a day, when that is due", async () => {
    await dispatchDue(ctx);
    expect(await runHousekeepingWhenDue(ctx)).toEqual({ kind: "idle" });
    clock.set("2026-06-20T09:00:00Z");
    await dispatchDue(ctx);
    expect(await runHousekeepingWhenDue(ctx)).toMatchObject({ kind: "done" });
    await dispatchDue(ctx);
    expect(await runHousekeepingWhenDue(ctx)).toEqual({ kind: "idle" });
  });
});

describe.each(redisUrls())("what an older release left in the queue on $backend", ({ url }) => {
  let workers: RunningWorkers | null = null;
  beforeEach(() =>
    open(
      url === null ? {} : { REDIS_URL: url, QUEUE_PREFIX: `{old-${Math.random().toString(36).slice(2)}}` },
    ),
  );
  afterEach(async () => {
    await workers?.close();
    workers = null;
  });

  it("does nothing that is not due: its schedules end, its jobs come to nothing", async () => {
    from.list("2026-06-17");
    await dispatchDue(ctx);
    const queues = await ctx.queues.open();
    for (const [name, id, data] of [
      ["publish", "daily", { cadence: "daily" }],
      ["publish", "weekly", { cadence: "weekly" }],
      ["publish", "monthly", { cadence: "monthly" }],
      ["ingest", "today", {}],
      ["housekeeping", "daily", {}],
    ] as const) {
      const queue = queues.bullQueue(name);
      await queue.upsertJobScheduler(id, { pattern: "* * * * * *", tz: "UTC" }, { name, data });
      await queue.add(name, data);
    }
    await ensureSchedules(ctx);
    for (const name of ["publish", "ingest", "housekeeping"] as const)
      expect(await queues.bullQueue(name).getJobSchedulers()).toEqual([]);
    workers = await startWorkers(ctx, ["publish", "ingest", "housekeeping"]);
    await vi.waitFor(
      async () => {
        for (const name of ["publish", "ingest", "housekeeping"] as const)
          expect(await ctx.queues.counts(name)).toMatchObject({
            waiting: 0,
            active: 0,
            delayed: 0,
            failed: 0,
          });
      },
      { timeout: 30_000, interval: 100 },
    );
    expect([await editionIds(ctx), from.huggingface.requests]).toEqual([[], []]);
  }, 60_000);
});
