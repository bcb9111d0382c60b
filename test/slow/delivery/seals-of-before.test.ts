import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { freezePaper } from "../../../src/editions/freeze-edition.ts";
import type { RankedPaper } from "../../../src/ranking/rank-period.ts";
import { markPaper } from "../../../src/taste/mark-paper.ts";
import { recomputeProfile } from "../../../src/taste/recompute-profile.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";
import { writePapers } from "../../support/site-papers.ts";
import { openEarlierRelease } from "../earlier-release.ts";
import { isShort } from "../short.ts";

const earlier = openEarlierRelease("last");
const before = openEarlierRelease("before");
const soon = { timeout: 120_000, interval: 50 };
const dayMs = 86_400_000;
const workEnv = {
  TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
  PUBLIC_URL: "https://paperboy.example",
  MAIL_FROM: "Paperboy <digest@paperboy.example>",
  MAIL_REPLY_TO: "editor@paperboy.example",
  MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
  DISPATCH_EVERY_MS: "500",
};

const law = "Courts read contracts: statutes and clauses of law";
const subjects = [
  "Robots grasp cups",
  "Proteins fold quickly",
  "Speech becomes music",
  "Tumors in radiology",
];

/** Papers about law at some places, and about other things at the others. */
function papersAbout(count: number, from: number, ofLaw: number[]): RankedPaper[] {
  return rankedPapers(count, from).map((ranked, n) => {
    const title = ofLaw.includes(n)
      ? law
      : `${subjects[n % subjects.length]} ${"again ".repeat(n >> 2)}`.trim();
    return { ...ranked, title, paper: { ...ranked.paper, title } };
  });
}

describe.skipIf(earlier === null)("seals beside workers of the release before", () => {
  let resend: FakeResend;
  let ctx: TestContext;
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
    setClock(0);
  });
  afterEach(async () => {
    expect(resend.stats().duplicates).toBe(0);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  });

  /** The other release's worker has the machine's clock. */
  function setClock(laterMs: number): void {
    ctx.clock.set(new Date(Date.now() + laterMs).toISOString());
  }

  const env = () => ({ DATABASE_URL: ctx.databaseUrl, ...workEnv, ...resendEnv(resend.url) });

  async function beside(isDone: () => Promise<boolean>, release = earlier): Promise<void> {
    const worker = release?.start(["worker", "--queues", "dispatch,deliver"], env());
    try {
      await vi.waitUntil(isDone, soon);
    } finally {
      expect(await worker?.stop()).toBe(0);
    }
  }

  const batchesOf = async (id: string) =>
    (await ctx.db.select().from(batches)).filter(({ editionId }) => editionId === id);

  /** Readers whose mails have what that release does not know: a language, groups, marks, late matches, joined papers. */
  async function plantReaders(today: RankedPaper[]): Promise<void> {
    const old = papersAbout(44, 20_000, [0, 1, 2, 3]);
    await writePapers(ctx.db, [...old, ...today].map(freezePaper));
    await plantSubscribers(ctx, 1, { language: "de", maxPapers: 12 }, "leser");
    await plantSubscribers(ctx, 1, { maxPapers: 12 }, "everything");
    await plantSubscribers(
      ctx,
      1,
      { keywords: ["music"], organizations: ["Example Lab"], maxPapers: 3 },
      "few",
    );
    const [marking = ""] = await plantSubscribers(
      ctx,
      1,
      { keywords: ["proteins"], fillUp: "no" },
      "marking",
    );
    for (const { id } of old.slice(0, 3)) {
      await markPaper(ctx, { subscriberId: marking, paperId: id, kind: "more", isSet: true });
    }
    // A profile is told by the papers of its last two months.
    ctx.clock.set("2026-06-18T04:00:00Z");
    await recomputeProfile(ctx, marking);
    setClock(0);
  }

  function papersOfToday(from: number): RankedPaper[] {
    const own = papersAbout(14, from, [5]);
    const late = papersAbout(3, from + 500, []).map((ranked) => ({ ...ranked, section: "late" as const }));
    return [...own, ...late];
  }

  // A short run has this of the newest release before, below.
  it.skipIf(isShort && before !== null)(
    "made by them of a set of this release are repeated byte for byte",
    async () => {
      const ranked = papersOfToday(40_000);
      await plantReaders(ranked);
      const { id } = await plantEdition(ctx, { ranked });
      resend.failNext({ kind: "reset", when: "after-acceptance" });
      await beside(async () => (await batchesOf(id)).some(({ attempts }) => attempts === 1));
      const [sealed] = await batchesOf(id);
      expect(sealed).toMatchObject({ state: "sealed" });
      const accepted = resend.mails.length;
      setClock(120_000);
      await deliverDue(ctx);
      expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4, uncertain: 0, excluded: 0 });
      expect((await batchesOf(id))[0]?.bodyHash).toBe(sealed?.bodyHash);
      expect([accepted, resend.mails.length]).toEqual([4, 4]);
      for (const { html } of resend.mails) expect(html).not.toMatch(/undefined|\/m\/|lang="de"/);
    },
  );

  it("made by this one are held by them, and what is theirs to send goes", async () => {
    const ranked = papersOfToday(60_000);
    await plantReaders(ranked);
    const [silent = ""] = await plantSubscribers(ctx, 1, { keywords: ["nothing at all"] }, "silent");
    await ctx.db.execute(
      sql`update subscribers set confirmed_at = now() - interval '30 days' where id = ${silent}`,
    );
    setClock(-8 * dayMs);
    await plantEdition(ctx, { period: "2026-06-10", ranked: papersAbout(2, 50_000, []) });
    await deliverDue(ctx);
    setClock(0);
    const { id } = await plantEdition(ctx, { period: "2026-06-18", ranked });
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverDue(ctx);
    const [sealed] = await batchesOf(id);
    const choices = JSON.stringify(sealed?.recipients);
    for (const field of ["language", "groups", "joined", "becauseLate", "quiet", "mark"]) {
      expect(choices).toContain(`"${field}":`);
    }
    const accepted = resend.mails.length;
    await plantSubscribers(ctx, 1, { cadence: "weekly" }, "weekly");
    const weekly = await plantEdition(ctx, {
      cadence: "weekly",
      period: "2026-W25",
      ranked: papersAbout(3, 70_000, []),
    });
    await ctx.db.execute(
      sql`update batches set next_attempt_at = null, leased_until = null where edition_id = ${id}`,
    );
    await beside(
      async () =>
        (await statusOf(ctx, weekly.id)).state === "sent" &&
        (await batchesOf(id)).every(({ errorCode }) => errorCode === "bytes-changed"),
    );
    expect(await statusOf(ctx, weekly.id)).toMatchObject({ submitted: 1 });
    expect(await statusOf(ctx, id)).toMatchObject({ sealed: 5, quiet: 1 });
    expect(resend.mails.length).toBe(accepted + 1);
    setClock(120_000);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 5, quiet: 1, uncertain: 0, state: "sent" });
    expect((await batchesOf(id))[0]?.bodyHash).toBe(sealed?.bodyHash);
    expect(resend.mails.length).toBe(accepted + 1);
  });

  it.skipIf(before === null)("made by the release before are repeated byte for byte", async () => {
    const ranked = papersOfToday(80_000);
    await plantReaders(ranked);
    const german = { language: "de" as const, keywords: ["music", "contracts"], topics: ["cs.CL"] };
    await plantSubscribers(ctx, 1, german, "folgend");
    const { id } = await plantEdition(ctx, { period: "2026-06-19", ranked });
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await beside(async () => (await batchesOf(id)).some(({ attempts }) => attempts === 1), before);
    const [sealed] = await batchesOf(id);
    expect(sealed).toMatchObject({ state: "sealed", attempts: 1 });
    // Of this release the quotation marks would be German ones.
    expect(JSON.stringify(sealed?.recipients)).toContain("“music”");
    expect(resend.mails).toHaveLength(5);
    setClock(120_000);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 5, uncertain: 0, state: "sent" });
    expect((await batchesOf(id))[0]).toMatchObject({ bodyHash: sealed?.bodyHash, attempts: 2 });
    expect(resend.mails).toHaveLength(5);
  });
});
