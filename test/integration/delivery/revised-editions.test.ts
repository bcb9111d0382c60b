import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { actingAs } from "../../../src/audit/actor.ts";
import { listArchivedEditions } from "../../../src/browse/archive-store.ts";
import { type Context, createContext } from "../../../src/context.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";
import { approveEdition, cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { listEditionCitations } from "../../../src/editions/citations-store.ts";
import type { EditionEdits } from "../../../src/editions/edits.ts";
import { findEditionPart } from "../../../src/editions/find-edition-part.ts";
import { findPaper } from "../../../src/editions/find-paper.ts";
import { listFirstTitles } from "../../../src/editions/pictures/store.ts";
import { listRevisions } from "../../../src/editions/revisions-store.ts";
import { listEditionsBefore } from "../../../src/editions/shown-before.ts";
import { listPapersShownLate } from "../../../src/editions/shown-late.ts";
import { countPapers, editionOf, mailedPartOf, requireEditionRow } from "../../../src/editions/store.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { listOwnDigests } from "../../../src/publish/list-own-digests.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import { createApp } from "../../../src/web/app.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";

let resend: FakeResend;
let ctx: TestContext;
/** A second worker, with a cache of its own. */
let other: TestContext;

beforeAll(async () => {
  resend = await startFakeResend({});
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
  resend.mails.length = 0;
  ctx.clock.set("2026-06-18T04:00:00Z");
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

const idOf = (number: number) => `2606.${90_000 + number}`;
const drop = (...numbers: number[]) =>
  numbers.map((number) => ({ paperId: idOf(number), reason: "withdrawn" }));
const first = (...numbers: number[]) => numbers.map(idOf);

function plant(top: number[], { period = "2026-06-17", isHeld = false, late = [] as number[] } = {}) {
  return plantEdition(ctx, { period, isHeld, ranked: numberedPapers(top, late) });
}

const revise = (id: string, expectedRevision: number, edits: Partial<EditionEdits>, editor: Context = ctx) =>
  reviseEdition(editor, id, { expectedRevision, edits });

const papersIn = (text: string) =>
  [...text.matchAll(/^ *\d+\. Made-up paper number (\d+)$/gm)].map(([, number]) => Number(number));
const numbersOf = (papers: { id: string }[]) => papers.map(({ id }) => Number(id.slice(5)) - 90_000);

/** Of each mail to an address, the papers that it shows. */
const mailed = (address = "reader0@example.com") =>
  resend.mailsTo(address).map(({ text }) => papersIn(text ?? ""));

/** What a reader gets when they open their mail in the browser, by a process with caches of its own. */
async function viewed(editionId: string, address = "reader0@example.com"): Promise<number[]> {
  const subscriber = await requireSubscriberByAddress(other, address);
  return papersIn((await findMailedDigest(other, editionId, subscriber))?.text ?? "");
}

async function batchesOf(editionId: string) {
  const rows = await ctx.db.select().from(batches);
  return rows.filter((batch) => batch.editionId === editionId);
}

const warmUp = (id: string) => Promise.all([ctx, other].map((worker) => worker.editions.newest(id)));

describe("an edition that is edited while it is held", () => {
  it("goes out as edited, from workers that had it at hand as it was frozen", async () => {
    await plantSubscribers(ctx, 1);
    await plantSubscribers(ctx, 1, { keywords: ["made-up"], maxPapers: 3 }, "follower");
    const { id } = await plant([1, 2, 3, 4, 5], { isHeld: true, late: [6, 7] });
    await warmUp(id);
    const revised = await revise(id, 1, { dropped: drop(2, 6), first: first(4), lead: idOf(3) });
    expect(revised).toMatchObject({ revision: 2, hasChanged: true, reach: { reached: 2, sealed: 0 } });
    await approveEdition(ctx, id);
    await deliverDue(other);
    expect(mailed()).toEqual([[3, 4, 1, 5, 7]]);
    expect(mailed("follower0@example.com")).toEqual([[3, 4, 7]]);
    for (const address of ["reader0@example.com", "follower0@example.com"])
      expect(await viewed(id, address)).toEqual(mailed(address)[0]);
  });

  it("is made anew from the frozen papers with each revision, and as it was frozen when nothing is left of the edits", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3], { isHeld: true });
    const row = await requireEditionRow(ctx.db, id);
    const before = await editionOf(ctx.db, row);
    await revise(id, 1, { dropped: drop(1), first: first(3) });
    await revise(id, 2, { dropped: drop(2) });
    expect(numbersOf((await editionOf(ctx.db, row)).papers)).toEqual([1, 3]);
    expect(await revise(id, 3, {})).toMatchObject({ revision: 4 });
    expect(await editionOf(ctx.db, row)).toEqual(before);
    expect(await findEditionPart(ctx.db, row, 1)).toMatchObject({ own: before.papers });
    expect((await listRevisions(ctx.db, id)).map(({ revision, edits }) => [revision, edits.dropped])).toEqual(
      [
        [4, []],
        [3, drop(2)],
        [2, drop(1)],
      ],
    );
    await approveEdition(ctx, id);
    await deliverDue(ctx);
    expect(mailed()).toEqual([[1, 2, 3]]);
  });

  it("tells the second of two editors by whom and when it was changed, and takes the same edits twice as once", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3], { isHeld: true });
    const ada = actingAs<Context>(ctx, { kind: "operator", name: "Ada", from: "192.0.2.1" });
    const results = await Promise.allSettled([
      revise(id, 1, { dropped: drop(1) }, ada),
      revise(id, 1, { dropped: drop(2) }, ada),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(revise(id, 1, { dropped: drop(3) })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("was changed by Ada at 2026-06-18 04:00 UTC, to revision 2"),
    });
    const [newest] = await listRevisions(ctx.db, id);
    expect(newest).toMatchObject({ revision: 2, actorKind: "operator", actorName: "Ada" });
    expect(await revise(id, 1, newest?.edits ?? {})).toMatchObject({ revision: 2, hasChanged: false });
    expect(await listRevisions(ctx.db, id)).toHaveLength(1);
    const { rows } = await ctx.db.execute(
      sql`select verb, subject, actor_name as name, after ->> 'revision' as revision from audit_entries`,
    );
    expect(rows).toEqual([{ verb: "edition.revise", subject: id, name: "Ada", revision: "2" }]);
  });

  it("is refused with one sentence when the edits cannot be, or nobody is left to be reached", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2], { isHeld: true });
    await expect(revise(id, 1, { dropped: drop(1, 2) })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(revise("daily-2020-01-01", 1, {})).rejects.toMatchObject({ code: "not_found" });
    await cancelEdition(ctx, id);
    await expect(revise(id, 1, { dropped: drop(1) })).rejects.toMatchObject({ code: "refused" });
    expect(await listRevisions(ctx.db, id)).toEqual([]);
  });
});

describe("an edit after the first seal", () => {
  it("reaches what is not sealed, while what may have left keeps its bytes, whoever repeats it", async () => {
    await plantSubscribers(ctx, 3);
    const { id } = await plant([1, 2, 3, 4]);
    await oneBatchEach(ctx, id);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    const [batch] = await batchesOf(id);
    await deliverBatch(ctx, batch?.id ?? "");
    const before = (await batchesOf(id)).find(({ id: one }) => one === batch?.id);
    await warmUp(id);
    const revised = await revise(id, 1, { dropped: drop(1), first: first(4) });
    expect(revised.reach).toEqual({ reached: 2, sealed: 1 });
    ctx.clock.advance(120_000);
    await deliverDue(other);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 3 });
    const after = (await batchesOf(id)).find(({ id: one }) => one === batch?.id);
    expect(after).toMatchObject({ bodyHash: before?.bodyHash, setId: before?.setId });
    const addresses = [0, 1, 2].map((index) => `reader${index}@example.com`);
    const got = addresses.map((address) => mailed(address)[0] ?? []);
    expect(got.toSorted()).toEqual([
      [1, 2, 3, 4],
      [4, 2, 3],
      [4, 2, 3],
    ]);
    for (const [index, address] of addresses.entries()) {
      const subscriber = await requireSubscriberByAddress(other, address);
      expect(await viewed(id, address)).toEqual(got[index]);
      const [own] = await listOwnDigests(other, subscriber, 5);
      expect(numbersOf(own?.papers.map(({ paper }) => paper) ?? [])).toEqual(got[index]);
      const { deliveries, remembered } = await exportOwnData(other, subscriber);
      expect(deliveries).toMatchObject([{ mailed: { top: first(...(got[index] ?? [])) } }]);
      expect(remembered).toEqual([{ editionId: id, papers: first(...(got[index] ?? [])).toSorted() }]);
    }
    // Whoever saw the dropped paper does not get it again, and others do.
    await plantEdition(ctx, { period: "2026-06-18", ranked: numberedPapers([1, 2, 9]) });
    await deliverDue(ctx);
    expect(addresses.map((address) => mailed(address)[1])).toEqual(
      got.map((papers) => (papers.includes(1) ? [9] : [1, 9])),
    );
  });

  it("is taken by a seal that does not bind, and is what other editions see of it meanwhile", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3]);
    resend.failNext(refuseWith("rate_limit_exceeded", { retryAfterSeconds: 1 }));
    await deliverDue(ctx);
    expect((await revise(id, 1, { dropped: drop(1) })).reach).toEqual({ reached: 1, sealed: 0 });
    ctx.clock.advance(120_000);
    resend.failNext(refuseWith("rate_limit_exceeded", { retryAfterSeconds: 1 }));
    await deliverDue(other);
    const next = await plant([3, 1, 5], { period: "2026-06-18" });
    await ctx.db.execute(
      sql`update batches set next_attempt_at = ${new Date("2026-06-19T00:00:00Z")} where edition_id = ${id}`,
    );
    ctx.clock.advance(120_000);
    await deliverDue(ctx);
    expect(await statusOf(ctx, next.id)).toMatchObject({ state: "sent" });
    ctx.clock.set("2026-06-19T00:00:01Z");
    await deliverDue(ctx);
    expect(mailed()).toEqual([
      [1, 5],
      [2, 3],
    ]);
  });

  it("waits for the seal that is being made, and the next seal waits for it", async () => {
    await plantSubscribers(ctx, 2);
    const { id } = await plant([1, 2, 3]);
    await oneBatchEach(ctx, id);
    const [one, two] = await batchesOf(id);
    await warmUp(id);
    let revised: Promise<unknown> = Promise.resolve();
    await other.db.transaction(async (tx) => {
      // As a seal holds it.
      await tx.execute(sql`select from editions where id = ${id} for share`);
      revised = revise(id, 1, { dropped: drop(1) });
      await vi.waitUntil(isAnybodyWaiting, { interval: 5, timeout: 60_000 });
    });
    await revised;
    let delivered: Promise<unknown> = Promise.resolve();
    await other.db.transaction(async (tx) => {
      await tx.execute(sql`select from editions where id = ${id} for no key update`);
      delivered = deliverBatch(ctx, one?.id ?? "");
      await vi.waitUntil(isAnybodyWaiting, { interval: 5, timeout: 60_000 });
    });
    await delivered;
    await deliverBatch(other, two?.id ?? "");
    expect([...mailed(), ...mailed("reader1@example.com")]).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });

  it("is never sealed by a worker that knows no edits: its seal fails whole, and another takes the batch", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3]);
    await revise(id, 1, { dropped: drop(1) });
    const seal = sql`update batches set state = 'sealed', idempotency_key = 'of-before', body_hash = 'x', recipients = '[]'`;
    await expect(ctx.db.execute(seal)).rejects.toMatchObject({
      cause: { message: expect.stringContaining(`${id} was edited`) },
    });
    // PostgreSQL tells of the refusal before it lets go of the row.
    await vi.waitUntil(
      async () => {
        await deliverDue(ctx);
        return mailed().length > 0;
      },
      { timeout: 60_000 },
    );
    expect(mailed()).toEqual([[2, 3]]);
  });
});

describe("what is dropped", () => {
  it("is gone from the edition's pages, feeds, citations and counts, and others stand at their new places", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3, 4, 5, 6, 7], { isHeld: true, late: [8, 9] });
    await ctx.db.execute(sql`insert into papers (id, title, abstract, authors, published_at, updated_at, first_seen_at)
      select paper_id, frozen ->> 'title', 'x', '{}', now(), now(), now() from edition_papers`);
    await revise(id, 1, { dropped: drop(2, 8), first: first(7) });
    await approveEdition(ctx, id);
    const row = await requireEditionRow(ctx.db, id);
    const order = [7, 1, 3, 4, 5, 6];
    const part = await findEditionPart(ctx.db, row, 1);
    expect(part.own.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([numbersOf(part.own), numbersOf(part.late)]).toEqual([order, [9]]);
    expect(part.counts).toEqual({ all: 6, kept: 6, mailed: 6 });
    expect((await editionOf(ctx.db, row)).papers).toEqual([...part.own, ...part.late]);
    expect((await mailedPartOf(ctx.db, row)).papers).toEqual([...part.own, ...part.late]);
    expect(await countPapers(ctx.db, id)).toEqual({ own: 6, mailed: 6, late: 1 });
    expect(numbersOf(await listEditionCitations(ctx.db, id))).toEqual([...order, 9]);
    expect(await listFirstTitles(ctx.db, id, 2)).toMatchObject({
      titles: [{ id: idOf(7) }, { id: idOf(1) }],
      papers: 6,
    });
    expect((await listArchivedEditions(ctx.db, "2026"))[0]).toMatchObject({ papers: 6 });
    expect(await findPaper(ctx.db, idOf(2))).toMatchObject({ placings: [] });
    expect(await findPaper(ctx.db, idOf(7))).toMatchObject({ placings: [{ editionId: id, rank: 1 }] });
    const [before] = await listEditionsBefore(ctx.db, "daily", "2026-06-18");
    expect(before?.first).toEqual(first(7, 1, 3, 4, 5));
  });

  it("is counted in a week or month also among the papers from which no mail chooses", async () => {
    await plantSubscribers(ctx, 1, { cadence: "weekly" });
    const ranked = numberedPapers([1, 2, 3, 4, 5]).map((paper, index) =>
      index < 3 ? paper : { ...paper, section: "further" as const },
    );
    const { id } = await plantEdition(ctx, { cadence: "weekly", period: "2026-W24", ranked });
    await revise(id, 1, { dropped: drop(2, 4) });
    const row = await requireEditionRow(ctx.db, id);
    const { own, counts } = await findEditionPart(ctx.db, row, 1);
    expect(own.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect([numbersOf(own), counts]).toEqual([[1, 3, 5], { all: 3, kept: 3, mailed: 2 }]);
    expect((await editionOf(ctx.db, row)).papers).toEqual(own);
    expect(await mailedPartOf(ctx.db, row)).toMatchObject({ papers: own.slice(0, 2), ownPapers: 3 });
    await deliverDue(ctx);
    expect(mailed()).toEqual([[1, 3]]);
    expect(resend.mails[0]?.text).toContain("all 3 papers");
  });

  it("goes from pages and feeds that a process keeps in memory, which say when that was", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2]);
    const app = createApp(ctx);
    const paths = ["/", "/editions/daily/2026-06-17", "/feed.xml", "/feeds/editions.atom"];
    const pages = () =>
      Promise.all(
        paths.map(async (path) => {
          const text = await (await app.request(path)).text();
          return [path, text.includes(idOf(1)), text.includes(idOf(2))];
        }),
      );
    expect(await pages()).toEqual(paths.map((path) => [path, true, true]));
    ctx.clock.advance(3_600_000);
    await revise(id, 1, { dropped: drop(1) });
    expect(await pages()).toEqual(paths.map((path) => [path, false, true]));
    const feed = await app.request("/feeds/editions.atom");
    expect(feed.headers.get("last-modified")).toBe("Thu, 18 Jun 2026 05:00:00 GMT");
    expect(await (await app.request("/sitemaps/pages.xml")).text()).toContain("2026-06-18T05:00:00");
  });

  it("does not come back by itself as a late riser", async () => {
    await plantSubscribers(ctx, 1);
    const { id } = await plant([1, 2, 3], { isHeld: true });
    await revise(id, 1, { dropped: drop(2) });
    expect(await listPapersShownLate(ctx.db, "daily", "2026-06-18")).toEqual(new Set([idOf(2)]));
    expect(await listPapersShownLate(ctx.db, "daily", "2026-06-17")).toEqual(new Set());
  });
});

async function isAnybodyWaiting(): Promise<boolean> {
  const { rows } = await other.db.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
