import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { createContext } from "../../../src/context.ts";
import type { Database } from "../../../src/db/client.ts";
import { sqlArray } from "../../../src/db/sql-array.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { sealBatch } from "../../../src/delivery/send/seal-batch.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { freezeEdition } from "../../../src/editions/freeze-edition.ts";
import { usualChoice } from "../../../src/preview/mail-choice.ts";
import { previewMail } from "../../../src/preview/preview-mail.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import type { RankedPaper } from "../../../src/ranking/rank-period.ts";
import { endPauses } from "../../../src/subscribers/end-pauses.ts";
import type { Preferences } from "../../../src/subscribers/preferences.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { numberedPapers, rankedPapers } from "../../support/ranked-papers.ts";

const dayMs = 24 * 3_600_000;
const refusedRecipient = "reader1@example.com";

let resend: FakeResend;
let ctx: TestContext;
/** A second worker, with a cache of its own. */
let other: TestContext;
let isRefused = false;

beforeAll(async () => {
  resend = await startFakeResend({
    refuse: (address) => (isRefused && address === refusedRecipient ? "Invalid `to` field." : null),
  });
  ctx = await createTestContext({ env: resendEnv(resend.url) });
  const second = await createContext(testConfig(ctx.databaseUrl, resendEnv(resend.url)), {
    clock: ctx.clock,
  });
  other = { ...second, clock: ctx.clock, databaseUrl: ctx.databaseUrl };
});
afterAll(async () => {
  await other.close();
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  isRefused = false;
  resend.mails.length = 0;
  ctx.clock.set("2026-06-18T04:00:00Z");
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  await expectRemembered();
});

/** A delivery is remembered while it counts as shown and its choice is kept, and no other is. */
async function expectRemembered(): Promise<void> {
  const { rows } = await ctx.db.execute(sql`
    select edition_id, subscriber_id, d.state, s.papers
    from deliveries d full join shown_papers s using (edition_id, subscriber_id) join editions e on e.id = edition_id
    where (s.papers is not null) <> coalesce(d.state in ('submitted', 'uncertain') and d.choice is not null, false)
      and coalesce(e.finished_at > ${ctx.clock.now()}::timestamptz - interval '100 days', true)`);
  expect(rows).toEqual([]);
}

/** Publishes an edition and takes its batches as far as they go. */
async function publish(cadence: Cadence, period: string, top: number[], late: number[] = []) {
  const edition = await plant(cadence, period, top, late);
  await deliverDue(ctx);
  return edition;
}

function plant(cadence: Cadence, period: string, top: number[], late: number[] = []) {
  return plantEdition(ctx, { cadence, period, ranked: numberedPapers(top, late) });
}

/** The numbers of the papers that a text shows, in its order. */
const papersIn = (text: string) =>
  [...text.matchAll(/^ *\d+\. Made-up paper number (\d+)$/gm)].map(([, number]) => Number(number));

/** Of each mail to an address, the papers that it shows. */
const mailed = (address = "reader0@example.com") =>
  resend.mailsTo(address).map(({ text }) => papersIn(text ?? ""));

async function prefer(address: string, preferences: Partial<Preferences>): Promise<void> {
  const { id: subscriberId } = await requireSubscriberByAddress(ctx, address);
  await updatePreferences(ctx, { subscriberId, preferences });
}

async function reasonsOf(editionId: string): Promise<unknown> {
  const { rows } = await ctx.db.execute<{ reason: string }>(
    sql`select reason_code as reason from deliveries where edition_id = ${editionId} and state = 'excluded'`,
  );
  return rows.map(({ reason }) => reason);
}

describe("a paper that an earlier digest showed", () => {
  it("comes in no later one, of whatever cadence, while strangers get it", async () => {
    await plantSubscribers(ctx, 1);
    await publish("daily", "2026-06-15", [1, 2, 3]);
    await publish("daily", "2026-06-16", [3, 4, 2, 5]);
    await plantSubscribers(ctx, 1, { cadence: "weekly" }, "stranger");
    await prefer("reader0@example.com", { cadence: "weekly" });
    await publish("weekly", "2026-W25", [1, 6, 4, 7]);
    await prefer("reader0@example.com", { cadence: "monthly" });
    await publish("monthly", "2026-06", [7, 6, 5, 8]);
    expect(mailed()).toEqual([[1, 2, 3], [4, 5], [6, 7], [8]]);
    expect(mailed("stranger0@example.com")).toEqual([[1, 6, 4, 7]]);
  });

  it("is no match, so that a digest of too few new ones is skipped", async () => {
    await plantSubscribers(ctx, 1, { keywords: ["made-up"], minMatches: 2 });
    await publish("daily", "2026-06-15", [1, 2]);
    const second = await publish("daily", "2026-06-16", [1, 2, 3]);
    expect(await reasonsOf(second.id)).toEqual(["too-few-matches"]);
    await publish("daily", "2026-06-17", [1, 3, 4]);
    expect(mailed()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("leaves a reader without a digest when there is no other", async () => {
    await plantSubscribers(ctx, 1);
    await publish("daily", "2026-06-15", [1, 2]);
    const second = await publish("daily", "2026-06-16", [2, 1]);
    expect(await statusOf(ctx, second.id)).toMatchObject({ state: "sent", excluded: 1, submitted: 0 });
    expect(await reasonsOf(second.id)).toEqual(["no-paper-left"]);
  });

  it("is left out of previews too, and stays in the mail of the edition that showed it", async () => {
    const [subscriberId = ""] = await plantSubscribers(ctx, 1);
    const first = await publish("daily", "2026-06-15", [1, 2]);
    await plant("daily", "2026-06-16", [1, 3]);
    const preview = (date: string, id: string | null) =>
      previewMail(ctx, { ...usualChoice, cadence: "daily", date, subscriberId: id });
    const textOf = async (date: string, id: string | null) => {
      const shown = await preview(date, id);
      return shown.kind === "mail" ? papersIn(shown.mail.text) : shown.reason;
    };
    expect(await textOf("2026-06-16", subscriberId)).toEqual([3]);
    expect(await textOf("2026-06-16", null)).toEqual([1, 3]);
    expect(await textOf("2026-06-15", subscriberId)).toEqual([1, 2]);
    const subscriber = await requireSubscriberByAddress(ctx, "reader0@example.com");
    expect(papersIn((await findMailedDigest(ctx, first.id, subscriber))?.text ?? "")).toEqual([1, 2]);
  });

  it("may come again in weekly and monthly digests of who wants that, never in daily ones", async () => {
    await plantSubscribers(ctx, 1, { wantsRepeats: true });
    await publish("daily", "2026-06-15", [1, 2]);
    await publish("daily", "2026-06-16", [2, 3]);
    await prefer("reader0@example.com", { cadence: "weekly" });
    await publish("weekly", "2026-W25", [1, 2, 3, 4]);
    await prefer("reader0@example.com", { wantsRepeats: false, cadence: "monthly" });
    await publish("monthly", "2026-06", [1, 2, 3, 4, 5]);
    expect(mailed()).toEqual([[1, 2], [3], [1, 2, 3, 4], [5]]);
  });

  it("was not shown when it did not fit into the mail", async () => {
    await plantSubscribers(ctx, 1, { detail: "abstract", maxPapers: 50 });
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const long = "A long sentence about small models. ".repeat(130);
    const ranked = numberedPapers(numbers).map((one) => ({
      ...one,
      paper: { ...one.paper, abstract: long },
    }));
    await plantEdition(ctx, { period: "2026-06-15", ranked });
    await deliverDue(ctx);
    const shown = mailed()[0] ?? [];
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.length).toBeLessThan(30);
    await prefer("reader0@example.com", { detail: "title" });
    await publish("daily", "2026-06-16", numbers);
    expect(mailed()[1]).toEqual(numbers.filter((number) => !shown.includes(number)));
  });
});

describe("a late riser that was shown before", () => {
  it("comes once more, and the mail says on which day of the reader's it was seen", async () => {
    await plantSubscribers(ctx, 1);
    await plantSubscribers(ctx, 1, { timezone: "Pacific/Auckland" }, "far");
    ctx.clock.set("2026-08-07T14:00:00Z");
    await publish("daily", "2026-08-06", [1, 2]);
    ctx.clock.advance(dayMs);
    await publish("daily", "2026-08-07", [3], [1]);
    await publish("daily", "2026-08-08", [4], [1]);
    await prefer("reader0@example.com", { cadence: "weekly" });
    await publish("weekly", "2026-W33", [5], [1]);
    expect(mailed()).toEqual([[1, 2], [3, 1], [4], [5]]);
    const said = (address: string) =>
      /you saw this\s+on\s+(\d+\s+\w+)/.exec(resend.mailsTo(address)[1]?.text ?? "");
    expect(said("reader0@example.com")?.[1]).toBe("7 August");
    expect(said("far0@example.com")?.[1]).toBe("8 August");
    expect(resend.mailsTo("reader0@example.com")[1]?.html).toContain("you saw this on 7 August");
    expect(resend.mailsTo("reader0@example.com")[2]?.text).not.toContain("you saw");
  });

  it("is seen for the first time without such a word, and then never again", async () => {
    await plantSubscribers(ctx, 1);
    await publish("daily", "2026-06-15", [2], [1]);
    await publish("daily", "2026-06-16", [1, 3]);
    await publish("daily", "2026-06-17", [4], [1]);
    expect(mailed()).toEqual([[2, 1], [3], [4]]);
    expect(resend.mails.filter(({ text }) => text?.includes("you saw"))).toEqual([]);
  });

  it("makes no digest by itself, and is no match", async () => {
    await plantSubscribers(ctx, 1, { keywords: ["made-up"], minMatches: 2 });
    await plantSubscribers(ctx, 1, {}, "plain");
    await publish("daily", "2026-06-15", [1, 2]);
    const second = await publish("daily", "2026-06-16", [2], [1]);
    expect(await reasonsOf(second.id)).toEqual(["no-paper-left", "no-paper-left"]);
    const third = await publish("daily", "2026-06-17", [3], [1]);
    expect(await reasonsOf(third.id)).toEqual(["too-few-matches"]);
    expect(mailed()).toEqual([[1, 2]]);
    expect(mailed("plain0@example.com")).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });

  it("keeps its day in the sealed choice: another worker repeats the same bytes, days later", async () => {
    await plantSubscribers(ctx, 2);
    await publish("daily", "2026-06-15", [1, 2]);
    ctx.clock.advance(dayMs);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const second = await publish("daily", "2026-06-16", [3], [1]);
    const before = await ctx.db.execute(
      sql`select body_hash, idempotency_key from batches where edition_id = ${second.id}`,
    );
    expect(await statusOf(ctx, second.id)).toMatchObject({ sealed: 2 });
    await ctx.db.execute(sql`update subscribers set timezone = 'Pacific/Auckland'`);
    ctx.clock.advance(3_600_000);
    await deliverDue(other);
    const after = await ctx.db.execute(
      sql`select body_hash, idempotency_key from batches where edition_id = ${second.id}`,
    );
    expect(after.rows).toEqual(before.rows);
    expect(await statusOf(ctx, second.id)).toMatchObject({ submitted: 2 });
    expect(mailed()).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });
});

describe("what counts as shown", () => {
  it("an uncertain mail does, until it is settled as failed; then a retry mails it again", async () => {
    await plantSubscribers(ctx, 1);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    const first = await publish("daily", "2026-06-15", [1, 2]);
    await cancelOthersKey();
    expect(await statusOf(ctx, first.id)).toMatchObject({ uncertain: 1 });
    await publish("daily", "2026-06-16", [1, 3]);
    expect(mailed()).toEqual([[3]]);
    await settleUncertain(ctx, first.id, "failed");
    await publish("daily", "2026-06-17", [2, 4]);
    await retryFailed(ctx, first.id);
    await deliverDue(ctx);
    // What another digest showed meanwhile is not shown again by the retry either.
    expect(mailed()).toEqual([[3], [2, 4], [1]]);
    expect(await statusOf(ctx, first.id)).toMatchObject({ submitted: 1 });
  });

  it("an uncertain mail that is settled as submitted goes on doing so", async () => {
    await plantSubscribers(ctx, 1);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const first = await publish("daily", "2026-06-15", [1, 2]);
    await cancelOthersKey();
    await settleUncertain(ctx, first.id, "submitted");
    await publish("daily", "2026-06-16", [1, 3]);
    expect(mailed()).toEqual([[1, 2], [3]]);
  });

  it("a request under way whose edition is cancelled does, a batch of which nothing left does not", async () => {
    await plantSubscribers(ctx, 1);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const first = await publish("daily", "2026-06-15", [1, 2]);
    await cancelEdition(ctx, first.id);
    const second = await plant("daily", "2026-06-16", [3]);
    await cancelEdition(ctx, second.id);
    await publish("daily", "2026-06-17", [1, 3]);
    expect(mailed()).toEqual([[1, 2], [3]]);
  });

  it("a refused mail does not", async () => {
    await plantSubscribers(ctx, 2);
    isRefused = true;
    const first = await publish("daily", "2026-06-15", [1, 2]);
    expect(await statusOf(ctx, first.id)).toMatchObject({ failed: 1, submitted: 1 });
    isRefused = false;
    await publish("daily", "2026-06-16", [1, 3]);
    expect(mailed("reader0@example.com")).toEqual([[1, 2], [3]]);
    expect(mailed(refusedRecipient)).toEqual([[1, 3]]);
    await retryFailed(ctx, first.id);
    await deliverDue(ctx);
    expect(mailed(refusedRecipient)).toEqual([[1, 3], [2]]);
  });

  it("a batch that a quota holds does, and is sealed anew with what it had", async () => {
    await plantSubscribers(ctx, 1);
    resend.failNext(refuseWith("daily_quota_exceeded"));
    const first = await publish("daily", "2026-06-15", [1, 2]);
    expect(await statusOf(ctx, first.id)).toMatchObject({ sealed: 1 });
    const second = await plant("daily", "2026-06-16", [1, 3]);
    ctx.clock.advance(2 * dayMs);
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from batches where edition_id = ${second.id}`,
    );
    expect(await sealBatch(ctx, rows[0]?.id ?? "")).toMatchObject({
      kind: "ready",
      recipients: [{ choice: { top: [1] } }],
    });
    ctx.clock.advance(60_000);
    await deliverDue(ctx);
    expect(mailed().toSorted()).toEqual([[1, 2], [3]]);
  });
});

/** Nobody knows what became of the last request when its key's life ends. */
async function cancelOthersKey(): Promise<void> {
  ctx.clock.advance(24 * 3_600_000);
  await deliverDue(ctx);
}

describe("the papers of a choice", () => {
  const choices: [choice: string, numbers: number[]][] = [
    ['{"forYou":[1],"top":[0,2],"late":[3]}', [101, 100, 102, 103]],
    ['{ "forYou" : [ 1, 2 ] , "top":[3, 40]}', [101, 102, 103]],
    ['{"top":[0,1,2],"leftOut":[1]}', [100, 102]],
    ['{"top":[1],"top":[2]}', [102]],
    ['{"top":[12345,1],"leftOut":[99999999999]}', [101]],
    ['{"forYou":["2","a",99999,-1,2.5,null,[1]],"top":3,"late":{"a":1},"leftOut":"2"}', [102]],
    ['{"top":[1,2],"leftOut":[2],"because":["caf\\u00e9, [0,1]"]}', [101]],
    ['{"top":[1],"because":["\\u0000"]}', []],
    ["{}", []],
    ["[1]", []],
    ["null", []],
  ];
  it.each(choices)("are read of %s, whatever its shape", async (choice, numbers) => {
    const { rows } = await ctx.db.execute(sql`
      select paperboy_shown_numbers(array[100, 101, 102, 103], ${choice}::json) as numbers`);
    expect(rows).toEqual([{ numbers }]);
  });

  it("are remembered of many mails at once as they are read of each", async () => {
    const { id } = await plant("daily", "2026-06-15", [1, 2, 3, 4]);
    const told = choices.map(([choice]) => choice);
    const readers = told.map(() => randomUUID());
    await ctx.db.execute(sql`
      select paperboy_keep_shown(array_agg(${id}::text), array_agg(reader), array_agg(null::uuid), array_agg(choice))
      from unnest(${sqlArray(readers)}::uuid[], ${sqlArray(told)}::json[]) as given(reader, choice)`);
    const { rows } = await ctx.db.execute<{ reader: string; papers: number[] }>(sql`
      delete from shown_papers where edition_id = ${id} returning subscriber_id as reader, papers`);
    const { rows: numbered } = await ctx.db.execute<{ numbers: number[] }>(
      sql`select paperboy_numbers_of_set(${id}, null) as numbers`,
    );
    const remembered = new Map(rows.map(({ reader, papers }) => [reader, papers]));
    const places = (papers: number[] = []) =>
      papers.map((number) => 100 + (numbered[0]?.numbers.indexOf(number) ?? 0));
    expect(readers.map((reader) => places(remembered.get(reader)))).toEqual(
      choices.map(([, numbers]) => numbers),
    );
  });
});

describe("editions that are sealed at once", () => {
  it("by two workers see each other, whichever comes first", async () => {
    await plantSubscribers(ctx, 16);
    const daily = [
      await plant("daily", "2026-06-15", [1, 2, 3]),
      await plant("daily", "2026-06-16", [3, 2, 4]),
    ];
    for (const { id } of daily) await oneBatchEach(ctx, id);
    const { rows } = await ctx.db.execute<{ id: string; editionId: string }>(
      sql`select id, edition_id as "editionId" from batches`,
    );
    const of = (index: number) => rows.filter(({ editionId }) => editionId === daily[index]?.id);
    const sealAll = async (worker: TestContext, batches: { id: string }[]) => {
      const sealed = [];
      for (const { id } of batches) sealed.push(await sealBatch(worker, id));
      return sealed;
    };
    // One goes through the readers forwards, the other backwards: they meet in the middle.
    const sealed = await Promise.all([sealAll(ctx, of(0)), sealAll(other, of(1).toReversed())]);
    expect(new Set(sealed.flat().map(({ kind }) => kind))).toEqual(new Set(["ready"]));
    ctx.clock.advance(60_000);
    await deliverDue(ctx);
    expect(resend.mails).toHaveLength(32);
    for (let index = 0; index < 16; index += 1)
      expect(mailed(`reader${index}@example.com`).flat().toSorted()).toEqual([1, 2, 3, 4]);
  });

  it("wait for one that has asked and is not there yet, and see it", async () => {
    await plantSubscribers(ctx, 3);
    const first = await plant("daily", "2026-06-15", [1, 2]);
    const second = await plant("daily", "2026-06-16", [2, 3]);
    const sealOf = async (worker: TestContext, { id }: { id: string }) => {
      const { rows } = await ctx.db.execute<{ id: string }>(
        sql`select id from batches where edition_id = ${id}`,
      );
      return sealBatch(worker, rows[0]?.id ?? "");
    };
    let ended = 0;
    const seals: Promise<unknown>[] = [];
    await ctx.db.transaction(async (tx) => {
      // The first seal holds its readers, has asked what they saw, and cannot be written yet.
      await tx.execute(sql`select from deliveries where edition_id = ${first.id} for update`);
      for (const [index, [worker, edition]] of (
        [
          [ctx, first],
          [other, second],
        ] as const
      ).entries()) {
        seals.push(
          sealOf(worker, edition).finally(() => {
            ended += 1;
          }),
        );
        await vi.waitUntil(async () => ended + (await countWaiting()) === index + 1, {
          interval: 5,
          timeout: 60_000,
        });
      }
    });
    expect(await Promise.all(seals)).toMatchObject([
      { kind: "ready", recipients: Array(3).fill({ choice: { top: [0, 1] } }) },
      { kind: "ready", recipients: Array(3).fill({ choice: { top: [1] } }) },
    ]);
  });

  it("in batches of the same readers never wait for each other in a circle", async () => {
    await plantSubscribers(ctx, 30);
    const editions = [];
    for (const day of [10, 11, 12, 13]) editions.push(await plant("daily", `2026-06-${day}`, [1, 2, day]));
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from batches`);
    const sealed = await Promise.all(
      rows.map(({ id }, index) => sealBatch(index % 2 === 0 ? ctx : other, id)),
    );
    expect(sealed.map(({ kind }) => kind)).toEqual(Array(4).fill("ready"));
    ctx.clock.advance(60_000);
    await deliverDue(ctx);
    for (const address of ["reader0@example.com", "reader29@example.com"])
      expect(
        mailed(address)
          .flat()
          .toSorted((a, b) => a - b),
      ).toEqual([1, 2, 10, 11, 12, 13]);
  });
});

/** How many statements wait for what another transaction holds. */
async function countWaiting(): Promise<number> {
  const { rows } = await other.db.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

describe("who is held", () => {
  it("by a seal never waits in a circle with who ends pauses, in whatever order the readers lie", async () => {
    await plantSubscribers(ctx, 12);
    await ctx.db.execute(sql`update subscribers set state = 'paused', paused_until = '2026-06-18'`);
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from subscribers order by ctid`);
    const place = rows.findIndex(({ id }, index) => id > (rows[index + 1]?.id ?? id));
    const [later, earlier] = rows.slice(place);
    const hold = (tx: Database, reader: { id: string } | undefined) =>
      tx.execute(sql`select from subscribers where id = ${reader?.id ?? ""} for no key update`);
    let ended: Promise<number> = Promise.resolve(0);
    await other.db.transaction(async (tx) => {
      await hold(tx, earlier);
      ended = endPauses(ctx);
      await vi.waitUntil(async () => (await countWaiting()) === 1, { interval: 5, timeout: 60_000 });
      await hold(tx, later);
    });
    expect(await ended).toBe(12);
  });

  it("by an edition that is frozen never waits in a circle with another of the same new papers", async () => {
    const papers = rankedPapers(1_200, 20_000);
    const freeze = (worker: TestContext, cadence: Cadence, period: string, ranked: RankedPaper[]) =>
      worker.db.transaction((tx) =>
        freezeEdition(tx, {
          cadence,
          period,
          ranked: ranked.map((one, index) => ({
            ...one,
            rank: index + 1,
            section: index < 100 ? "top" : "further",
          })),
          missingSources: [],
          now: ctx.clock.now(),
          state: "sending",
        }),
      );
    await Promise.all([
      freeze(ctx, "weekly", "2026-W25", papers),
      freeze(other, "monthly", "2026-06", papers.toReversed()),
    ]);
    const { rows } = await ctx.db.execute(sql`select count(*)::int as numbered from paper_numbers`);
    expect(rows).toEqual([{ numbered: 1_200 }]);
  });
});

describe("what is remembered", () => {
  it("goes with the reader, who can read it before", async () => {
    const [erased = ""] = await plantSubscribers(ctx, 2);
    const first = await publish("daily", "2026-06-15", [1, 2]);
    const reader = await requireSubscriberByAddress(ctx, "reader0@example.com");
    expect((await exportOwnData(ctx, reader)).remembered).toEqual([
      { editionId: first.id, papers: ["2606.90001", "2606.90002"] },
    ]);
    await eraseEverywhere(ctx, { subscriberId: erased });
    const { rows } = await ctx.db.execute<{ id: string }>(sql`select subscriber_id as id from shown_papers`);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.id).not.toBe(erased);
  });

  it("lasts for a hundred days after its edition", async () => {
    await plantSubscribers(ctx, 1);
    await publish("daily", "2026-06-15", [1, 2]);
    ctx.clock.advance(50 * dayMs);
    await publish("daily", "2026-08-07", [3]);
    ctx.clock.advance(49.9 * dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ shown: 0 });
    ctx.clock.advance(dayMs);
    expect(await runHousekeeping(ctx)).toMatchObject({ shown: 1 });
    expect(await runHousekeeping(ctx)).toMatchObject({ shown: 0 });
    await publish("daily", "2026-09-27", [1, 3]);
    expect(mailed()).toEqual([[1, 2], [3], [1]]);
  });
});
