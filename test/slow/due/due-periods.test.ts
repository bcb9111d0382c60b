import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { publishDuePeriod } from "../../../src/publish/publish-due-period.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { skipPeriod } from "../../../src/publish/skip-period.ts";
import { listLateEditions } from "../../../src/watch/edition-lateness.ts";
import { dailyItem } from "../../fixtures/papers/daily-items.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import {
  editionIds,
  itemsOf,
  openPeriods,
  publishAllDue,
  type SourcesOfDays,
  startSourcesOfDays,
} from "../../support/publishing.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A fault at Hugging Face that outlasts any number of tries. */
const always = 10_000;
const patience = { timeout: 60_000 };

let clock: ReturnType<typeof createTestClock>;
let from: SourcesOfDays;
let ctx: TestContext;

beforeEach(async () => {
  clock = createTestClock("2026-06-17T20:00:00Z");
  from = await startSourcesOfDays(clock);
  ctx = await createTestContext({ clock, env: from.env, overrides: { sources: from.sources } });
});
afterEach(async () => {
  await ctx.close();
  await from.close();
});

/** The first look at what is due: from here on the installation keeps time. */
const begin = () => dispatchDue(ctx);
const ingest = (of: string) => ingestDay(ctx, { day: of });
const editionRow = async (id: string) => {
  const { rows } = await ctx.db.execute<{ missing: string[]; papers: number }>(sql`
    select missing_sources as missing, (select count(*)::int from edition_papers p where p.edition_id = e.id) as papers
    from editions e where id = ${id}`);
  return rows[0];
};

describe("a period whose hour has come", () => {
  it("is published, once, after a last look at its votes", async () => {
    await begin();
    from.list("2026-06-17");
    expect(await publishAllDue(ctx)).toEqual([]);
    clock.set("2026-06-18T04:00:00Z");
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
    expect(await publishAllDue(ctx)).toEqual([]);
    expect(await openPeriods(ctx)).toEqual([]);
    expect(await editionRow("daily-2026-06-17")).toEqual({ missing: [], papers: 2 });
  });

  it("is published once by two processes that take it at the same instant", async () => {
    await begin();
    from.list("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    await Promise.all([dispatchDue(ctx), dispatchDue(ctx)]);
    const taken = await Promise.all([1, 2, 3].map(() => publishDuePeriod(ctx, "daily", "2026-06-17")));
    expect(taken.map(({ kind }) => kind).sort()).toEqual(["done", "idle", "idle"]);
    expect(await editionIds(ctx)).toEqual(["daily-2026-06-17"]);
  });

  it("is taken over when the process that held it dies", async () => {
    await begin();
    from.list("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    await dispatchDue(ctx);
    await ctx.db.execute(sql`
      update due_periods set attempts = 1, leased_until = ${new Date(clock.now().getTime() + 15_000)}`);
    expect(await publishAllDue(ctx)).toEqual([]);
    clock.advance(15_000);
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
  });

  it("that an operator published by hand, before or after its hour, is not published again", async () => {
    await begin();
    from.list("2026-06-17");
    await ingest("2026-06-17");
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-17", isHeld: true, isNow: false });
    clock.set("2026-06-18T05:00:00Z");
    expect(await publishAllDue(ctx)).toEqual([]);
    expect(await listLateEditions(ctx.db, "0 4 * * *", clock.now())).toContainEqual({
      cadence: "daily",
      period: "2026-06-17",
      lateMs: 0,
    });
  });

  it("that failed keeps why, and is tried again after a pause that grows", async () => {
    await begin();
    from.list("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    await dispatchDue(ctx);
    await ctx.db.execute(sql`alter table editions rename to editions_away`);
    for (const pauseMs of [5_000, 10_000, 20_000]) {
      await expect(publishDuePeriod(ctx, "daily", "2026-06-17")).rejects.toThrow();
      expect(await publishDuePeriod(ctx, "daily", "2026-06-17")).toEqual({ kind: "idle" });
      clock.advance(pauseMs);
    }
    await ctx.db.execute(sql`alter table editions_away rename to editions`);
    const { rows } = await ctx.db.execute(sql`select state, attempts, last_reason from due_periods`);
    expect(rows).toEqual([{ state: "due", attempts: 3, last_reason: "unexpected" }]);
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
  });

  it("is told as late while nobody publishes it, also when nobody looks at what is due", async () => {
    await begin();
    clock.set("2026-06-18T05:00:00Z");
    const daily = async () => (await listLateEditions(ctx.db, "0 4 * * *", clock.now()))[0];
    expect(await daily()).toEqual({ cadence: "daily", period: "2026-06-17", lateMs: hour });
    await dispatchDue(ctx);
    expect(await daily()).toEqual({ cadence: "daily", period: "2026-06-17", lateMs: hour });
  });
});

describe("the look before a publication", () => {
  it("ends after ten minutes with what is known; the sources that did not answer are marked", async () => {
    await from.close();
    from = await startSourcesOfDays(clock, { timeoutMs: 3_600_000 });
    let looks = 0;
    const watched = {
      ...clock,
      now: () => {
        looks += 1;
        return clock.now();
      },
    };
    const own = await createTestContext({
      clock: watched,
      env: from.env,
      overrides: { sources: from.sources },
    });
    try {
      await dispatchDue(own);
      from.list("2026-06-17");
      await ingestDay(own, { day: "2026-06-17" });
      clock.set("2026-06-18T04:00:00Z");
      await dispatchDue(own);
      from.huggingface.failNext(always, { kind: "hang" });
      const asked = from.huggingface.requests.length;
      const publishing = publishDuePeriod(own, "daily", "2026-06-17");
      await vi.waitFor(() => expect(from.huggingface.requests.length).toBe(asked + 1), patience);
      clock.advance(10 * minute - 1);
      const looksBefore = looks;
      const severalLooks = vi.waitFor(() => expect(looks).toBeGreaterThan(looksBefore + 2), patience);
      const isOver = await Promise.race([publishing.then(() => true), severalLooks.then(() => false)]);
      expect(isOver).toBe(false);
      clock.advance(1);
      expect(await publishing).toMatchObject({ kind: "done", value: { kind: "published" } });
      const { rows } = await own.db.execute(sql`select missing_sources as missing from editions`);
      expect(rows).toEqual([{ missing: ["arxiv", "huggingface"] }]);
    } finally {
      await own.close();
    }
  });

  it("of a week also asks for the days that were not heard after their close", async () => {
    await begin();
    from.list("2026-06-15", 3);
    from.list("2026-06-21", 2);
    clock.set("2026-06-22T04:00:00Z");
    await publishAllDue(ctx);
    expect(await editionIds(ctx)).toContain("weekly-2026-W25");
    expect(await editionRow("weekly-2026-W25")).toEqual({ missing: [], papers: 5 });
  });
});

describe("a closed day", () => {
  it("is empty once Hugging Face, asked after its close, says that it has no papers", async () => {
    await begin();
    clock.set("2026-06-17T23:00:00Z");
    await ingest("2026-06-17"); // before its close, which says nothing
    clock.set("2026-06-18T04:00:00Z");
    from.huggingface.failNext(1, { kind: "status", status: 404 });
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 later"]);
    clock.advance(5_000);
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 empty"]);
    expect([await openPeriods(ctx), await editionIds(ctx)]).toEqual([[], []]);
  });

  it.each([
    ["does not answer", (of: SourcesOfDays) => of.huggingface.failNext(3, { kind: "reset" })],
    ["answers no list", (of: SourcesOfDays) => of.huggingface.failNext(3, { kind: "garbage" })],
    [
      "shows another day",
      (of: SourcesOfDays) => of.huggingface.setDay("2026-06-17", itemsOf("2026-06-16", 2)),
    ],
    ["lists only what cannot be read", (of: SourcesOfDays) => of.huggingface.setDay("2026-06-17", [{}, {}])],
  ])("without known papers stays due while Hugging Face %s, and is published when it does", async (_, fail) => {
    await begin();
    clock.set("2026-06-18T04:00:00Z");
    fail(from);
    for (const pauseMs of [5_000, 10_000, 20_000]) {
      expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 later"]);
      expect(await publishAllDue(ctx)).toEqual([]);
      clock.advance(pauseMs);
    }
    expect(await openPeriods(ctx)).toEqual(["daily-2026-06-17 due"]);
    from.list("2026-06-17");
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
    expect(await editionRow("daily-2026-06-17")).toEqual({ missing: [], papers: 2 });
  });

  it("with papers known from earlier looks is published with those while Hugging Face is down, and marked", async () => {
    await begin();
    from.list("2026-06-17");
    await ingest("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    from.huggingface.failNext(always, { kind: "status", status: 503 });
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
    expect(await editionRow("daily-2026-06-17")).toEqual({ missing: ["huggingface"], papers: 2 });
  });

  it("with known papers is published though the last look meets what no table holds", async () => {
    await begin();
    from.list("2026-06-17");
    await ingest("2026-06-17");
    const odd = dailyItem({
      id: "2606.77777",
      paper: { publishedAt: "0000-01-01T00:00:00.000Z", submittedOnDailyAt: "2026-06-17T00:00:00.000Z" },
    });
    from.huggingface.setDay("2026-06-17", [...itemsOf("2026-06-17", 2), odd]);
    clock.set("2026-06-18T04:00:00Z");
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
    expect(await editionIds(ctx)).toEqual(["daily-2026-06-17"]);
  });

  it("of a week without papers is asked for day by day: the week is empty when each was heard", async () => {
    await begin();
    clock.set("2026-06-22T04:00:00Z");
    from.huggingface.failNext(1, { kind: "reset" });
    await dispatchDue(ctx);
    expect(await publishDuePeriod(ctx, "weekly", "2026-W25")).toMatchObject({ kind: "later" });
    clock.advance(5_000);
    expect(await publishDuePeriod(ctx, "weekly", "2026-W25")).toMatchObject({ value: { kind: "empty" } });
    const { rows } = await ctx.db.execute<{ days: number }>(
      sql`select count(distinct day)::int as days from source_runs where source = 'huggingface' and is_ok`,
    );
    expect(rows).toEqual([{ days: 7 }]);
  });
});

describe("after an absence", () => {
  it.each([
    ["daily", "2026-06-18T04:00:00Z", "2026-06-17", day],
    ["weekly", "2026-06-22T04:00:00Z", "2026-W25", 3 * day],
    ["monthly", "2026-07-01T04:00:00Z", "2026-06", 7 * day],
  ] as const)("the newest %s period is published while it is not too late", async (cadence, dueAt, period, limitMs) => {
    await begin();
    from.list(cadence === "daily" ? "2026-06-17" : cadence === "weekly" ? "2026-06-19" : "2026-06-25");
    clock.set(new Date(Date.parse(dueAt) + limitMs - 1));
    expect(await publishAllDue(ctx)).toContain(`${cadence}-${period} published`);
  });

  it.each([
    ["weekly", "2026-06-22T04:00:00Z", "2026-W25", 3 * day],
    ["monthly", "2026-07-01T04:00:00Z", "2026-06", 7 * day],
  ] as const)("the newest %s period is left to an operator when it is", async (cadence, dueAt, period, limitMs) => {
    await begin();
    from.list("2026-06-19");
    clock.set(new Date(Date.parse(dueAt) + limitMs));
    await publishAllDue(ctx);
    expect(await openPeriods(ctx, cadence)).toEqual([`${cadence}-${period} missed`]);
    expect(await editionIds(ctx)).not.toContain(`${cadence}-${period}`);
  });

  it("older ones wait for an operator, who publishes or skips them; what was skipped stays so", async () => {
    await begin();
    for (const of of ["2026-06-17", "2026-06-18", "2026-06-19"]) from.list(of);
    clock.set("2026-06-20T09:00:00Z");
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-19 published"]);
    expect(await openPeriods(ctx)).toEqual(["daily-2026-06-17 missed", "daily-2026-06-18 missed"]);
    await ingest("2026-06-17");
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-17", isHeld: false, isNow: false });
    expect(await skipPeriod(ctx, "daily", "2026-06-18")).toMatchObject({ hasChanged: true });
    expect(await skipPeriod(ctx, "daily", "2026-06-18")).toMatchObject({ hasChanged: false });
    expect(await openPeriods(ctx)).toEqual([]);
    expect(await publishAllDue(ctx)).toEqual([]);
    clock.advance(minute);
    await dispatchDue(ctx);
    expect(await publishDuePeriod(ctx, "daily", "2026-06-18")).toEqual({ kind: "idle" });
    expect(await editionIds(ctx)).toEqual(["daily-2026-06-17", "daily-2026-06-19"]);
    await expect(skipPeriod(ctx, "daily", "2026-06-17")).rejects.toThrow(/published already/);
  });

  it("a period that was skipped ahead of its hour is not published", async () => {
    await begin();
    from.list("2026-06-17");
    await skipPeriod(ctx, "daily", "2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    expect(await publishAllDue(ctx)).toEqual([]);
    expect(await openPeriods(ctx)).toEqual([]);
  });

  it("a period that is skipped during its last look is not published", async () => {
    await begin();
    from.list("2026-06-17");
    clock.set("2026-06-18T04:00:00Z");
    await dispatchDue(ctx);
    from.huggingface.failNext(1, {
      kind: "meanwhile",
      work: () => skipPeriod(ctx, "daily", "2026-06-17"),
    });
    expect(await publishDuePeriod(ctx, "daily", "2026-06-17")).toMatchObject({
      kind: "done",
      value: { kind: "decided" },
    });
    expect(await editionIds(ctx)).toEqual([]);
  });
});

describe("an installation", () => {
  it("that is fresh does not publish its past, nor tell of it", async () => {
    from.list("2026-06-16");
    await ingest("2026-06-16");
    await begin();
    clock.advance(hour);
    expect(await publishAllDue(ctx)).toEqual([]);
    expect([await openPeriods(ctx), await editionIds(ctx)]).toEqual([[], []]);
    expect((await listLateEditions(ctx.db, "0 4 * * *", clock.now())).map(({ lateMs }) => lateMs)).toEqual([
      0, 0, 0,
    ]);
  });

  /** What an older release leaves, which has collected since the beginning of June and kept no such ledger. */
  async function upgrade(): Promise<void> {
    await ctx.db.execute(sql`
      insert into source_runs (source, day, started_at, finished_at, is_ok, papers, rejected)
      values ('huggingface', '2026-06-01', '2026-06-01T00:07:00Z', '2026-06-01T00:07:01Z', true, 0, 0)`);
    await ctx.db.execute(sql`delete from due_periods`);
  }

  it("that was upgraded goes on with what is due now, and neither repeats nor reports its past", async () => {
    clock.set("2026-06-18T04:10:00Z");
    from.list("2026-06-17");
    await upgrade();
    expect(await publishAllDue(ctx)).toEqual(["daily-2026-06-17 published"]);
    expect(await openPeriods(ctx)).toEqual([]);
  });

  it("that was upgraded after it had published does not publish again", async () => {
    from.list("2026-06-16");
    await ingest("2026-06-16");
    await publishEdition(ctx, { cadence: "daily", period: "2026-06-16", isHeld: false, isNow: false });
    await upgrade();
    expect(await publishAllDue(ctx)).not.toContain("daily-2026-06-16 published");
    expect(await editionIds(ctx)).toEqual(["daily-2026-06-16"]);
    expect(await openPeriods(ctx)).toEqual([]);
  });

  it.each([
    ["from the morning to the night", "0 4 * * *", "0 2 * * *"],
    ["from the morning to the evening", "0 4 * * *", "0 20 * * *"],
    ["from the evening to the morning", "0 20 * * *", "0 4 * * *"],
  ])("whose hour is moved %s between two starts publishes each day once", async (_, before, after) => {
    const days = ["2026-06-17", "2026-06-18", "2026-06-19", "2026-06-20"];
    for (const of of days) from.list(of);
    const withHour = (publishAt: string) => ({
      ...ctx,
      config: { ...ctx.config, schedule: { ...ctx.config.schedule, publishAt } },
    });
    await dispatchDue(withHour(before));
    clock.set("2026-06-18T00:30:00Z");
    for (let hours = 0; hours < 72; hours += 2) {
      await publishAllDue(withHour(hours < 29 ? before : after));
      clock.advance(2 * hour);
    }
    expect(await openPeriods(ctx, "daily")).toEqual([]);
    const published = (await editionIds(ctx)).filter((id) => id.startsWith("daily"));
    expect(published).toEqual(days.slice(0, published.length).map((of) => `daily-${of}`));
    expect(published.length).toBeGreaterThanOrEqual(3);
  });
});
