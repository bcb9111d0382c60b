import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { pageDeliveries } from "../../../src/console/ledger-pages.ts";
import { createContext } from "../../../src/context.ts";
import { sqlArray } from "../../../src/db/sql-array.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { quietSentence } from "../../../src/delivery/progress/edition-status.ts";
import { retireEditions } from "../../../src/delivery/progress/retire-editions.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { sealBatch } from "../../../src/delivery/send/seal-batch.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { usualChoice } from "../../../src/preview/mail-choice.ts";
import { previewMail } from "../../../src/preview/preview-mail.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { deleteShownBefore } from "../../../src/privacy/retention-store.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import type { Preferences } from "../../../src/subscribers/preferences.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { type RunningWorkers, startWorkers } from "../../../workers/main.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { serverError } from "../../fakes/resend-faults.ts";
import { createRunningClock } from "../../support/clock.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runsOf } from "../../support/property-runs.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";
import { redisUrls } from "../../support/redis.ts";

const dayMs = 86_400_000;
const address = "reader0@example.com";
const follows = { keywords: ["number seventy", "number 70"] };
const quietSubject = "Nothing new matched what you follow for a week";

let resend: FakeResend;
let ctx: TestContext;
/** Papers that were in no edition before, so that nothing of them was seen. */
let next = 1;

beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  next = 1;
  ctx.clock.set("2026-06-01T07:00:00Z");
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

/** Plants the edition of a day of June, at seven: with paper number 70, for which the reader asks, or without. */
function plantDay(day: number, isWanted = false) {
  return plantOn(`2026-06-${String(day).padStart(2, "0")}`, day, isWanted);
}

/** @param place of the edition among all of a test, by which its papers get ids of their own. */
async function plantOn(period: string, place: number, isWanted: boolean) {
  ctx.clock.set(`${period}T07:00:00Z`);
  const papers = [next, next + 1].map((number) => (number % 60) + 1);
  next += 2;
  const ranked = numberedPapers(papers);
  const wanted = isWanted ? numberedPapers([70]) : [];
  const fresh = [...ranked, ...wanted].map((paper, index) => {
    const id = `2606.${String(10_000 + place * 100 + index)}`;
    return { ...paper, id, rank: index + 1, paper: { ...paper.paper, id } };
  });
  return plantEdition(ctx, { period, ranked: fresh });
}

async function publishDay(day: number, isWanted = false) {
  const edition = await plantDay(day, isWanted);
  await deliverDue(ctx);
  return edition;
}

async function publishOn(period: string, place: number, isWanted: boolean): Promise<void> {
  await plantOn(period, place, isWanted);
  await deliverDue(ctx);
}

/** A context that retires editions after 100 days. */
const retiring = () => ({
  ...ctx,
  config: { ...ctx.config, retention: { ...ctx.config.retention, deliveries: 100 } },
});

async function publishDays(...days: number[]): Promise<void> {
  for (const day of days) await publishDay(day);
}

const subjects = (to = address) => resend.mailsTo(to).map(({ subject }) => subject);
const quietOnes = (to = address) => subjects(to).filter((subject) => /matched what you follow/.test(subject));

async function prefer(preferences: Partial<Preferences>): Promise<void> {
  const { id: subscriberId } = await requireSubscriberByAddress(ctx, address);
  await updatePreferences(ctx, { subscriberId, preferences });
}

describe("a reader for whom a week of editions had nothing", () => {
  it("gets one quiet mail on the seventh day after the last digest, and no other until a digest came", async () => {
    await plantSubscribers(ctx, 1, follows);
    await publishDay(1, true);
    await publishDays(2, 5, 7);
    expect(subjects()).toHaveLength(1);
    await publishDay(8);
    expect(subjects().slice(1)).toEqual([quietSubject]);
    await publishDays(9, 16, 18);
    expect(subjects()).toHaveLength(2);
    await publishDay(19, true);
    await publishDays(20, 25);
    expect(quietOnes()).toHaveLength(1);
    await publishDay(26);
    expect(quietOnes()).toHaveLength(2);
    await publishDays(27, 30);
    expect(quietOnes()).toHaveLength(2);
  });

  it("who never had a digest is told a week after the confirmation", async () => {
    await publishDay(1);
    await plantSubscribers(ctx, 1, follows);
    await publishDays(2, 7);
    expect(subjects()).toEqual([]);
    await publishDay(8);
    expect(subjects()).toEqual([quietSubject]);
  });

  it("is told that fewer papers matched than asked for, where that is why", async () => {
    await plantSubscribers(ctx, 1, { ...follows, minMatches: 2 });
    for (const day of [1, 4, 8]) await publishDay(day, day === 4);
    expect(subjects()).toEqual(["Too few papers matched what you follow for a week"]);
    expect(resend.mailsTo(address)[0]?.text).toContain("than the 2 that you ask for");
  });

  it("gets none while the address is suppressed or the mails are paused, and no pause counts as silence", async () => {
    await plantSubscribers(ctx, 2, follows);
    await publishDays(1, 5);
    await suppressAddress(ctx, { email: "reader1@example.com", reason: "operator", explanation: null });
    await ctx.db.execute(sql`update subscribers set state = 'paused' where email = ${address}`);
    await publishDays(8, 14);
    expect(resend.mails).toEqual([]);
    await ctx.db.execute(sql`update subscribers set state = 'active' where email = ${address}`);
    await publishDays(15, 20);
    expect(subjects()).toEqual([]);
    await publishDay(21);
    expect(subjects()).toEqual([quietSubject]);
    expect(subjects("reader1@example.com")).toEqual([]);
  });

  it("is told once of one silence and again of the next, also where the editions of before are retired", async () => {
    await plantSubscribers(ctx, 1, follows);
    await publishDay(1, true);
    await publishDays(2, 8);
    expect(quietOnes()).toHaveLength(1);
    ctx.clock.advance(101 * dayMs);
    expect(await retireEditions(retiring())).toEqual({ editions: 3, deliveries: 3 });
    for (const [place, period] of ["2026-09-20", "2026-09-28"].entries())
      await publishOn(period, 31 + place, false);
    expect(quietOnes()).toHaveLength(1);
    await publishOn("2026-09-29", 33, true);
    ctx.clock.advance(101 * dayMs);
    expect(await retireEditions(retiring())).toEqual({ editions: 3, deliveries: 3 });
    for (const [place, period] of ["2027-01-20", "2027-01-28"].entries())
      await publishOn(period, 34 + place, false);
    expect(quietOnes()).toHaveLength(2);
  });

  it("who follows nothing, or has muted all, gets none", async () => {
    await plantSubscribers(ctx, 1, { mutedKeywords: ["made-up"] });
    await publishDays(1, 2, 10);
    expect(resend.mails).toEqual([]);
  });

  it("of a weekly digest is told after three weeks", async () => {
    await plantSubscribers(ctx, 1, { ...follows, cadence: "weekly" });
    for (const [day, period] of ["2026-W23", "2026-W24", "2026-W25"].entries()) {
      ctx.clock.set(new Date(Date.UTC(2026, 5, 2 + 7 * day, 7)).toISOString());
      await plantEdition(ctx, { cadence: "weekly", period, ranked: numberedPapers([day + 1]) });
      await deliverDue(ctx);
    }
    expect(subjects()).toEqual([]);
    ctx.clock.set("2026-06-23T07:00:00Z");
    await plantEdition(ctx, { cadence: "weekly", period: "2026-W26", ranked: numberedPapers([9]) });
    await deliverDue(ctx);
    expect(subjects()).toEqual(["Nothing new matched what you follow for three weeks"]);
  });
});

describe("a quiet mail", () => {
  beforeEach(async () => {
    await plantSubscribers(ctx, 1, follows);
    await publishDays(2);
    resend.mails.length = 0;
  });

  it("is that day's delivery, counted as what it is, seen again at its link, and remembered in the reader's own data", async () => {
    const { id } = await publishDay(8);
    const status = await statusOf(ctx, id);
    expect(status).toMatchObject({ planned: 1, submitted: 1, excluded: 0, quiet: 1 });
    expect(quietSentence(status)).toContain("1 of them is a quiet mail");
    const subscriber = await requireSubscriberByAddress(ctx, address);
    const { rows } = await pageDeliveries(ctx.db, { subscriberId: subscriber.id }, 1);
    expect(rows.map(({ isQuiet, state }) => [state, isQuiet])).toEqual([
      ["submitted", true],
      ["excluded", false],
    ]);
    const shown = await findMailedDigest(ctx, id, subscriber);
    const [mail] = resend.mailsTo(address);
    expect(shown?.subject).toBe(quietSubject);
    expect(shown?.text.replaceAll(/token=\S+/g, "")).toBe(mail?.text?.replaceAll(/token=\S+/g, ""));
    expect(mail?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    const own = await exportOwnData(ctx, subscriber);
    expect(own.deliveries.at(-1)?.mailed).toMatchObject({
      quiet: { wishes: ["“number seventy”", "“number 70”"], least: null },
    });
    await eraseEverywhere(ctx, { subscriberId: subscriber.id });
    expect((await ctx.db.execute(sql`select * from quiet_mails`)).rows).toEqual([]);
  });

  it("is previewed before it goes, and not for whom it is not due", async () => {
    await plantDay(8);
    const subscriberId = (await requireSubscriberByAddress(ctx, address)).id;
    const input = { ...usualChoice, cadence: "daily" as const, date: "2026-06-08", subscriberId };
    expect(await previewMail(ctx, input)).toMatchObject({
      kind: "mail",
      isQuiet: true,
      mail: { subject: quietSubject },
      inspection: { findings: [] },
    });
    await deliverDue(ctx);
    await plantDay(9);
    expect(await previewMail(ctx, { ...input, date: "2026-06-09" })).toMatchObject({
      kind: "none",
      reason: "no-match",
    });
  });

  it("has the same bytes when a worker dies in the middle of its request, and comes once", async () => {
    const { id } = await plantDay(8);
    resend.failNext(serverError(500, true));
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ sealed: 1, quiet: 1 });
    await prefer({ keywords: ["something else"] });
    ctx.clock.advance(3_600_000);
    const after = await createContext(testConfig(ctx.databaseUrl, resendEnv(resend.url)), {
      clock: ctx.clock,
    });
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from batches where edition_id = ${id}`,
    );
    await deliverBatch(after, rows[0]?.id ?? "");
    await after.close();
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, uncertain: 0, quiet: 1 });
    expect(quietOnes()).toHaveLength(1);
  });

  it("that was sealed and not begun is sealed anew as the reader is now", async () => {
    const { id } = await plantDay(8);
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from batches where edition_id = ${id}`,
    );
    const batchId = rows[0]?.id ?? "";
    expect(await sealBatch(ctx, batchId)).toMatchObject({ kind: "ready" });
    expect(await statusOf(ctx, id)).toMatchObject({ sealed: 1, quiet: 1 });
    await prefer({ keywords: ["made-up"] });
    ctx.clock.advance(3_600_000);
    await deliverBatch(ctx, batchId);
    expect(quietOnes()).toEqual([]);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 1, quiet: 0 });
    await prefer(follows);
    await publishDays(9, 14);
    expect(quietOnes()).toEqual([]);
    await publishDay(15);
    expect(quietOnes()).toHaveLength(1);
  });

  it("is not made from templates that were compiled before there were any: the next edition's comes", async () => {
    const { id } = await plantDay(8);
    await ctx.db.execute(sql`
      update edition_templates set compiled = replace(compiled::text, '"quiet"', '"before"')::jsonb where edition_id = ${id}`);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 1, quiet: 0 });
    await publishDay(9);
    expect(quietOnes()).toHaveLength(1);
  });

  it("is in one of two editions that two workers seal at once", async () => {
    const ids = [(await plantDay(8)).id, (await plantDay(9)).id];
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from batches where edition_id = any(${sqlArray(ids)}::text[])`,
    );
    await Promise.all(rows.map(({ id }) => deliverBatch(ctx, id)));
    const statuses = await Promise.all(ids.map((id) => statusOf(ctx, id)));
    expect(statuses.map(({ quiet, excluded }) => quiet + 10 * excluded).toSorted()).toEqual([1, 10]);
    expect(quietOnes()).toHaveLength(1);
  });

  it("that an operator settles as failed is not tried again once the next edition's has come", async () => {
    const { id } = await plantDay(8);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    ctx.clock.set("2026-06-09T08:00:00Z");
    await dispatchDue(ctx);
    expect(await settleUncertain(ctx, id, "failed")).toMatchObject({ settled: 1 });
    await publishDay(10);
    expect(quietOnes()).toHaveLength(1);
    expect(await retryFailed(ctx, id)).toMatchObject({ planned: 1 });
    await deliverDue(ctx);
    expect(quietOnes()).toHaveLength(1);
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 1, quiet: 0 });
  });

  it("is remembered until a digest has come, however long ago it was", async () => {
    await publishDay(8);
    const { id } = await publishDay(9, true);
    // In an edition that had nothing for the reader, as where their digest was refused.
    await ctx.db.execute(sql`update quiet_mails set ended_by = 'daily-2026-06-02'`);
    const left = async () => {
      await deleteShownBefore(ctx.db, new Date("2027-01-01"), 100);
      return (await ctx.db.execute(sql`select from quiet_mails`)).rows.length;
    };
    expect(await left()).toBe(1);
    await ctx.db.execute(sql`update quiet_mails set ended_by = ${id}`);
    expect(await left()).toBe(0);
  });

  it("of an edition that is cancelled was none: the next edition's comes", async () => {
    const { id } = await plantDay(8);
    await cancelEdition(ctx, id);
    await publishDay(9);
    expect(quietOnes()).toHaveLength(1);
  });
});

it("never comes twice in a silence, nor before a week of it, whatever the days bring", async () => {
  const anyDay = fc.constantFrom<"nothing" | "wanted" | "none">(
    "nothing",
    "nothing",
    "nothing",
    "nothing",
    "wanted",
    "none",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyDay, { minLength: 20, maxLength: 28 }), async (days) => {
      await emptyTables(ctx);
      resend.mails.length = 0;
      next = 1;
      ctx.clock.set("2026-06-01T00:00:00Z");
      await plantSubscribers(ctx, 1, follows);
      const came: string[] = [];
      for (const [index, kind] of days.entries()) {
        const before = resend.mails.length;
        if (kind !== "none") await publishDay(index + 1, kind === "wanted");
        const subject = resend.mails[before]?.subject;
        came.push(subject === undefined ? "-" : subject === quietSubject ? "quiet" : "digest");
      }
      expect(came).toEqual(expected(days));
    }),
    { numRuns: runsOf(2) },
  );
});

/** What should come on each day: told once, a week after the last digest, six days after the first edition without. */
function expected(days: string[]): string[] {
  let last = 0;
  let first: number | null = null;
  let isTold = false;
  return days.map((kind, index) => {
    if (kind === "none") return "-";
    if (kind === "wanted") {
      [last, first, isTold] = [index, null, false];
      return "digest";
    }
    if (!isTold && index - last >= 7 && first !== null && index - first >= 6) {
      isTold = true;
      return "quiet";
    }
    first ??= index;
    return "-";
  });
}

describe.each(redisUrls())("workers on $backend", ({ url }) => {
  it("send a quiet mail once", async () => {
    const env = resendEnv(resend.url, {
      DISPATCH_EVERY_MS: "500",
      QUEUE_PREFIX: `{test-${Math.random().toString(36).slice(2)}}`,
      ...(url === null ? {} : { REDIS_URL: url }),
    });
    await plantSubscribers(ctx, 2, follows);
    await publishDays(2);
    const { id } = await plantDay(8);
    const clock = createRunningClock();
    clock.set("2026-06-08T07:00:00Z");
    const running = await createContext(testConfig(ctx.databaseUrl, env), { clock });
    const workers: RunningWorkers[] = [];
    try {
      workers.push(
        await startWorkers(running, ["dispatch", "deliver"]),
        await startWorkers(running, ["deliver"]),
      );
      await vi.waitFor(async () => expect(await statusOf(ctx, id)).toMatchObject({ state: "sent" }), {
        timeout: 60_000,
        interval: 100,
      });
    } finally {
      for (const one of workers) await one.close();
      await running.close();
    }
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 2, quiet: 2 });
    expect([quietOnes(), quietOnes("reader1@example.com")]).toEqual([[quietSubject], [quietSubject]]);
  });
});
