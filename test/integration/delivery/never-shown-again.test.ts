import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import type { Fault } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runsOf } from "../../support/property-runs.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";

const readers = ["reader0@example.com", "reader1@example.com"];
const papers = Array.from({ length: 14 }, (_, index) => index + 1);
const hourMs = 3_600_000;

let resend: FakeResend;
let ctx: TestContext;
/** What the next request meets. */
let fault: Fault | null = null;

beforeAll(async () => {
  resend = await startFakeResend({
    faults: () => {
      const met = fault;
      fault = null;
      return met;
    },
  });
  ctx = await createTestContext({ env: resendEnv(resend.url, { RESEND_TIMEOUT_MS: "20000" }) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});

const someReader = fc.constantFrom(...readers);

/** Papers are listed again and again, as the period's own or as late risers. */
const anyStep = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      cadence: fc.constantFrom<Cadence>("daily", "daily", "daily", "weekly", "monthly"),
      listed: fc.uniqueArray(fc.constantFrom(...papers), { minLength: 1, maxLength: 7 }),
      late: fc.nat({ max: 2 }),
      answer: fc.constantFrom("kept", "kept", "lost", "never-came"),
      isSentAtOnce: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("choose" as const),
      reader: someReader,
      cadence: fc.constantFrom(
        "daily" as const,
        "daily" as const,
        "weekdays" as const,
        "weekly" as const,
        "monthly" as const,
      ),
      maxPapers: fc.constantFrom(2, 50),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(1, 25) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle" as const) }) },
);

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

let published: string[];

async function take(step: Step, number: number): Promise<void> {
  switch (step.do) {
    case "publish": {
      const top = step.listed.slice(0, Math.max(1, step.listed.length - step.late));
      const ranked = numberedPapers(top, step.listed.slice(top.length));
      if (step.answer !== "kept")
        fault = { kind: "reset", when: step.answer === "lost" ? "after-acceptance" : "before-acceptance" };
      const { id } = await plantEdition(ctx, {
        cadence: step.cadence,
        period: periodOf(step.cadence, number),
        ranked,
      });
      published.push(id);
      if (step.isSentAtOnce) await deliverDue(ctx);
      return;
    }
    case "choose": {
      const { id: subscriberId } = await requireSubscriberByAddress(ctx, step.reader);
      const { cadence, maxPapers } = step;
      await updatePreferences(ctx, { subscriberId, preferences: { cadence, maxPapers } });
      return;
    }
    case "wait":
      ctx.clock.advance(step.hours * hourMs);
      await deliverDue(ctx);
      return;
    case "settle":
      // The operator reads in the provider's list what it accepted: of what is uncertain, nothing here.
      for (const id of published) {
        if ((await listUncertain(id)).some((address) => wasAccepted(id, address))) continue;
        await settleUncertain(ctx, id, "failed");
        await retryFailed(ctx, id);
      }
      await deliverDue(ctx);
  }
}

const periodOf = (cadence: Cadence, number: number) =>
  cadence === "daily"
    ? new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10)
    : cadence === "weekly"
      ? `${2026 + Math.floor(number / 50)}-W${String(1 + (number % 50)).padStart(2, "0")}`
      : `${2026 + Math.floor(number / 12)}-${String(1 + (number % 12)).padStart(2, "0")}`;

async function listUncertain(editionId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ email: string }>(sql`
    select s.email from deliveries d join subscribers s on s.id = d.subscriber_id
    where d.edition_id = ${editionId} and d.state = 'uncertain'`);
  return rows.map(({ email }) => email);
}

const wasAccepted = (editionId: string, address: string) =>
  resend.mailsTo(address).some(({ tags }) => tags.some(({ value }) => value === editionId));

/** What a mail shows: the papers of its own period, and of its late risers those that it says were seen before. */
function shownIn(text: string): { fresh: number[]; back: number[] } {
  const entries = text.split(/^ *\d+\. Made-up paper number /m).slice(1);
  const told = entries.map((entry) => ({
    number: Number.parseInt(entry, 10),
    isBack: /you saw this\s+on/.test(entry),
  }));
  const numbers = (isBack: boolean) =>
    told.filter((one) => one.isBack === isBack).map(({ number }) => number);
  return { fresh: numbers(false), back: numbers(true) };
}

/** Each paper is new at most once, and back at most once; what is back is new no more. */
function expectNoPaperTwice(): void {
  for (const address of readers) {
    const fresh = new Set<number>();
    const back = new Set<number>();
    for (const mail of resend.mailsTo(address)) {
      const shown = shownIn(mail.text ?? "");
      for (const number of shown.fresh) {
        expect(fresh.has(number) || back.has(number), `${number} came twice to ${address}`).toBe(false);
        fresh.add(number);
      }
      for (const number of shown.back) {
        expect(back.has(number), `${number} came back twice to ${address}`).toBe(false);
        back.add(number);
      }
    }
  }
}

/** Once all is settled as the provider's list says it, an edition of every paper brings each reader what they never got. */
async function expectRest(): Promise<void> {
  fault = null;
  ctx.clock.advance(25 * hourMs);
  await deliverDue(ctx);
  for (const id of published) await settleByList(id);
  const got = new Map(
    readers.map((address) => [address, new Set(resend.mailsTo(address).flatMap(numbersIn))]),
  );
  const ranked = numberedPapers(papers);
  for (const address of readers) {
    const { id: subscriberId } = await requireSubscriberByAddress(ctx, address);
    await updatePreferences(ctx, { subscriberId, preferences: { cadence: "daily", maxPapers: 50 } });
  }
  const { id } = await plantEdition(ctx, { period: "2030-01-01", ranked });
  await deliverDue(ctx);
  for (const address of readers) {
    const rest = resend.mailsTo(address).filter(({ tags }) => tags.some(({ value }) => value === id));
    expect(rest.flatMap(numbersIn)).toEqual(papers.filter((number) => !got.get(address)?.has(number)));
  }
}

const numbersIn = ({ text }: { text?: string | null | undefined }) => {
  const { fresh, back } = shownIn(text ?? "");
  return [...fresh, ...back];
};

/** As the provider's list says it. */
async function settleByList(editionId: string): Promise<void> {
  const uncertain = await listUncertain(editionId);
  if (uncertain.length === 0) return;
  await settleUncertain(
    ctx,
    editionId,
    uncertain.some((one) => wasAccepted(editionId, one)) ? "submitted" : "failed",
  );
}

it("no reader is mailed a paper twice, and none misses one, over weeks of editions and changes of mind", async () => {
  let mails = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 24 }), async (steps) => {
      await emptyTables(ctx);
      resend.mails.length = 0;
      fault = null;
      ctx.clock.set("2026-01-01T04:00:00Z");
      published = [];
      await plantSubscribers(ctx, readers.length);
      for (const [number, step] of steps.entries()) await take(step, number);
      await expectRest();
      expectNoPaperTwice();
      expect(await listBrokenLedgers(ctx.db)).toEqual([]);
      mails += resend.mails.length;
    }),
    // A case takes seconds: to look for a smaller one would end in the time limit, which tells nothing.
    { numRuns: runsOf(3), endOnFailure: true },
  );
  expect(mails).toBeGreaterThan(0);
}, 240_000);
