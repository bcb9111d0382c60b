import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gatherSubscriberHistory } from "../../../src/console/subscriber-history.ts";
import type { Context } from "../../../src/context.ts";
import { applyEvents } from "../../../src/delivery/feedback/apply-events.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { wakeReaders } from "../../../src/delivery/idle/wake-readers.ts";
import { deleteRetiring, listRetirable } from "../../../src/delivery/ledger/retire-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { countWarmUpDays } from "../../../src/delivery/ledger/warm-up-store.ts";
import {
  countEditionFeedback,
  gatherSendingHistory,
} from "../../../src/delivery/progress/edition-progress.ts";
import { listDoubtedLedgers } from "../../../src/delivery/progress/edition-status.ts";
import { keepMissingTotals, recountTotals } from "../../../src/delivery/progress/keep-totals.ts";
import { retireEditions } from "../../../src/delivery/progress/retire-editions.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../src/privacy/export-own-data.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { publishedWords } from "../../../src/publish/published-words.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber } from "../../../src/subscribers/store.ts";
import { findSuppression } from "../../../src/subscribers/suppressions/store.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { runHousekeeping } from "../../../src/upkeep/housekeeping.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type MailEventType, makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { createOpsClient } from "../../support/ops-client.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const dayMs = 86_400_000;

let resend: FakeResend;
let ctx: TestContext;
let readers: string[];

beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url, { RETENTION_DELIVERIES_DAYS: "100" }) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  ctx.clock.set("2026-06-18T07:00:00Z");
  readers = await plantSubscribers(ctx, 6);
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

/** An edition that everybody got but one, whose address is suppressed; it is old by the end. */
async function plantOld(): Promise<string> {
  const { id } = await plantEdition(ctx);
  await suppressAddress(ctx, { email: "reader5@example.com", reason: "operator", explanation: null });
  await deliverDue(ctx);
  expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 5, excluded: 1 });
  ctx.clock.advance(101 * dayMs);
  return id;
}

async function retireOld(): Promise<string> {
  const id = await plantOld();
  expect(await count("mail_hashes")).toBe(1);
  expect(await retireEditions(ctx)).toEqual({ editions: 1, deliveries: 6 });
  expect(await count("mail_hashes")).toBe(0);
  return id;
}

/** With `RETENTION_DELIVERIES_DAYS` at 0. */
function keepingAll(): Context {
  const retention = { ...ctx.config.retention, deliveries: 0 };
  return { ...ctx, config: { ...ctx.config, retention } };
}

async function count(table: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${sql.identifier(table)}`,
  );
  return rows[0]?.count ?? -1;
}

const isSuppressed = async (reader: number) => {
  const subscriber = await findSubscriber(ctx.db, readers[reader] ?? "");
  if (!subscriber) throw new Error("no such reader");
  return findSuppression(ctx.db, ctx.addressKeys, subscriber.addressHash);
};

/** An event of a reader's mail of an edition; without tags it names no delivery. */
async function hear(
  type: MailEventType,
  reader: number,
  { editionId, mailedAt }: { editionId?: string; mailedAt?: Date },
): Promise<void> {
  const tags = [
    { name: "edition", value: editionId ?? "" },
    { name: "subscriber", value: readers[reader] ?? "" },
  ];
  const mail = {
    id: `mail-${reader}`,
    from: "digest@paperboy.example",
    to: [`reader${reader}@example.com`],
    subject: "Papers",
    tags: editionId === undefined ? [] : tags,
  };
  const data = mailedAt === undefined ? {} : { created_at: mailedAt.toISOString() };
  const event = makeEvent(type, mail, { at: ctx.clock.now(), data });
  await replayEvents(ctx, { lines: Readable.from([JSON.stringify(event)]) });
  await applyEvents(ctx);
}

/** All that pages and metrics tell of an edition by numbers. */
async function told(id: string) {
  const { retiredSince: _, ...status } = await statusOf(ctx, id);
  const history = await gatherSendingHistory(ctx.db, id);
  return { status, history, feedback: await countEditionFeedback(ctx.db, id) };
}

describe("an edition that is older than RETENTION_DELIVERIES_DAYS", () => {
  it("keeps its totals, and nothing else of its deliveries and batches", async () => {
    const id = await plantOld();
    await hear("email.delivered", 0, { editionId: id });
    await hear("email.opened", 0, { editionId: id });
    await hear("email.bounced", 1, { editionId: id });
    const before = await told(id);
    expect(await runHousekeeping(ctx)).toMatchObject({ retired: { editions: 1, deliveries: 6 } });
    expect(await told(id)).toEqual(before);
    for (const table of ["deliveries", "batches", "shown_papers", "delivery_reports"])
      expect(await count(table)).toBe(0);
    expect(await recountTotals(ctx.db, id, ctx.clock.now())).toBe(null);
    await keepMissingTotals(ctx.db, id, ctx.clock.now());
    expect(await told(id)).toEqual(before);
    expect(await listDoubtedLedgers(ctx.db, [id])).toEqual([]);
    expect(await retireEditions(ctx)).toEqual({ editions: 0, deliveries: 0 });
  });

  it("stays whole for ever where nothing is set, and until it is that old", async () => {
    const id = await plantOld();
    ctx.clock.advance(-2 * dayMs);
    expect(await retireEditions(ctx)).toEqual({ editions: 0, deliveries: 0 });
    ctx.clock.advance(10_000 * dayMs);
    expect(await retireEditions(keepingAll())).toEqual({ editions: 0, deliveries: 0 });
    expect((await statusOf(ctx, id)).retiredSince).toBe(null);
  });

  it("stays whole while anything of it is uncertain, and goes once that is settled", async () => {
    const { id } = await plantEdition(ctx);
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverDue(ctx);
    await cancelEdition(ctx, id);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "cancelled", uncertain: 6 });
    ctx.clock.advance(1000 * dayMs);
    await ctx.db.execute(sql`update editions set finished_at = published_at`);
    expect(await retireEditions(ctx)).toEqual({ editions: 0, deliveries: 0 });
    await settleUncertain(ctx, id, "submitted");
    expect(await retireEditions(ctx)).toEqual({ editions: 1, deliveries: 6 });
    expect(await statusOf(ctx, id)).toMatchObject({ state: "cancelled", submitted: 6, isCancelFinal: true });
  });

  it("is let go of to the end by the next run, when one ended in the middle, and changes meanwhile count", async () => {
    const id = await plantOld();
    await recountTotals(ctx.db, id, ctx.clock.now());
    await ctx.db.execute(sql`update counted_editions set retiring_since = now()`);
    expect(await deleteRetiring(ctx.db, id, { after: null, size: 2 })).toMatchObject({ deleted: 2 });
    for (const reader of readers.keys()) await hear("email.delivered", reader, { editionId: id });
    const before = await told(id);
    const { rows } = await ctx.db.execute(
      sql`select from deliveries where state = 'submitted' and outcome = 'delivered'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(before.feedback.outcomes).toContainEqual({ outcome: "delivered", count: rows.length });
    expect(await listRetirable(ctx.db, new Date(0), 10)).toEqual([{ id, isBegun: true }]);
    expect(await retireEditions(ctx)).toEqual({ editions: 1, deliveries: 4 });
    expect(await told(id)).toEqual(before);
  });

  it("is let go of to the end also where all is to be kept since", async () => {
    const id = await plantOld();
    await plantEdition(ctx, { period: "2026-06-18" });
    await deliverDue(ctx);
    ctx.clock.advance(101 * dayMs);
    await recountTotals(ctx.db, id, ctx.clock.now());
    await ctx.db.execute(sql`update counted_editions set retiring_since = now() where edition_id = ${id}`);
    expect(await deleteRetiring(ctx.db, id, { after: null, size: 2 })).toMatchObject({ deleted: 2 });
    expect(await retireEditions(keepingAll())).toEqual({ editions: 1, deliveries: 4 });
    expect(await retireEditions(keepingAll())).toEqual({ editions: 0, deliveries: 0 });
    expect(await count("deliveries")).toBe(6);
  });

  it("lets others go that have not come to that age, and what is under way is sent whole", async () => {
    await plantOld();
    const { id } = await plantEdition(ctx, { period: "2026-09-26" });
    expect(await retireEditions(ctx)).toEqual({ editions: 1, deliveries: 6 });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 5, excluded: 1 });
    expect(resend.mails).toHaveLength(10);
  });
});

describe("a retired edition", () => {
  it("is not mailed again, whoever publishes, tries again, or takes its cancel back", async () => {
    const id = await retireOld();
    const published = await publishEdition(ctx, {
      cadence: "daily",
      period: "2026-06-17",
      isHeld: null,
      isNow: true,
    });
    expect(published).toMatchObject({
      editionId: id,
      planned: 6,
      batches: 1,
      state: "sent",
      isRetired: true,
    });
    expect(publishedWords(published, { isHeld: null })).toMatch(
      /only its totals are kept: nothing .* again\.$/,
    );
    await expect(retryFailed(ctx, id)).rejects.toThrow(/^Of daily-2026-06-17 only the totals are kept/);
    await deliverDue(ctx);
    expect([resend.mails.length, await count("deliveries")]).toEqual([5, 0]);
  });

  it("is not held again by who takes back its cancel", async () => {
    const { id } = await plantEdition(ctx);
    await cancelEdition(ctx, id);
    ctx.clock.advance(1000 * dayMs);
    await ctx.db.execute(sql`update editions set finished_at = published_at`);
    expect(await retireEditions(ctx)).toEqual({ editions: 1, deliveries: 6 });
    await expect(uncancelEdition(ctx, id)).rejects.toThrow(/only the totals are kept.*its cancel is final/);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "cancelled", excluded: 6 });
  });

  it("is neither counted nor sent again by a process of the release before", async () => {
    const id = await retireOld();
    const before = await told(id);
    const recount = ctx.db.transaction(async (tx) => {
      await tx.execute(sql`delete from edition_totals where edition_id = ${id}`);
      await tx.execute(sql`
        insert into counted_editions (edition_id, planned, counted_at, is_whole, batches, requests, declined)
        values (${id}, 6, now(), true, 0, 0, 0)
        on conflict (edition_id) do update set planned = excluded.planned, finished_at = excluded.finished_at`);
    });
    // As two counts that met: what it takes for nothing that concerns it.
    await expect(recount).rejects.toMatchObject({ cause: { code: "40001" } });
    const reopen = ctx.db.execute(sql`update editions set state = 'sending' where id = ${id}`);
    await expect(reopen).rejects.toMatchObject({ cause: { code: "23514" } });
    expect(await told(id)).toEqual(before);
  });

  it("suppresses the address of a late complaint or permanent bounce, and hears all else without harm", async () => {
    const id = await retireOld();
    for (const type of ["email.delivered", "email.opened", "email.clicked"] as const)
      await hear(type, 2, { editionId: id });
    await hear("email.complained", 0, { editionId: id });
    await hear("email.bounced", 1, { editionId: id });
    expect(await isSuppressed(0)).toMatchObject({ reason: "complaint" });
    expect(await isSuppressed(1)).toMatchObject({ reason: "bounce" });
    expect(await isSuppressed(2)).toBe(null);
    const complainer = await findSubscriber(ctx.db, readers[0] ?? "");
    if (!complainer) throw new Error("no such reader");
    const { events } = await gatherSubscriberHistory(ctx.db, ctx.addressKeys, complainer);
    expect(events).toMatchObject([{ type: "email.complained", editionId: id }]);
  });

  it("still wakes a reader who was asked whether they read and clicks on its mail", async () => {
    const id = await retireOld();
    for (const reader of [1, 2])
      await ctx.db.execute(sql`
        insert into idle_readers (subscriber_id, asked_at, grace_days)
        values (${readers[reader] ?? ""}, ${ctx.clock.now()}, 14)`);
    ctx.clock.advance(dayMs);
    await hear("email.opened", 1, { editionId: id });
    expect(await wakeReaders(ctx)).toBe(0);
    await hear("email.clicked", 2, { editionId: id });
    expect(await wakeReaders(ctx)).toBe(1);
  });

  it("suppresses also where tags are missing, when the mail was made while the edition went out", async () => {
    const mailedAt = ctx.clock.now();
    await retireOld();
    await hear("email.complained", 0, { mailedAt });
    await hear("email.complained", 1, { mailedAt: new Date(mailedAt.getTime() + 3 * dayMs) });
    await hear("email.complained", 2, {});
    expect(await isSuppressed(0)).toMatchObject({ reason: "complaint" });
    expect([await isSuppressed(1), await isSuppressed(2)]).toEqual([null, null]);
  });

  it("leaves nothing of a reader behind who is erased after it", async () => {
    await retireOld();
    await eraseEverywhere(ctx, { subscriberId: readers[0] ?? "" });
    for (const table of ["deliveries", "shown_papers", "quiet_mails", "batches", "delivery_reports"])
      expect(await count(table)).toBe(0);
  });

  it("shows its papers to who opens its mail in the browser, and says that no more is known", async () => {
    const id = await retireOld();
    const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
    try {
      const claim = { subscriberId: readers[0] ?? "", subject: id, now: ctx.clock.now() };
      const answer = await fetch(`${site.url}/view?token=${makeLinkToken(ctx.config, "view", claim)}`);
      expect(answer.status).toBe(200);
      const html = await answer.text();
      expect(html).toContain("is kept no longer");
      expect(html).toContain("Made-up paper number 2");
      expect(await (await fetch(`${site.url}/privacy`)).text()).toContain("is kept for 100 days");
      const ops = createOpsClient(site.url);
      const page = await ops.page(`/ops/editions/${id}`);
      expect(page).toMatch(/only its totals are kept/);
      expect(page).not.toContain(`/ops/editions/${id}/deliveries`);
      expect(await ops.page(`/ops/editions/${id}/deliveries`)).toMatch(
        /There are none: since .* only its totals/,
      );
    } finally {
      await site.close();
    }
  });

  it("is no more in a reader's own data, which says how far back deliveries go, and that a silence was told", async () => {
    const id = await plantOld();
    await ctx.db.execute(
      sql`insert into quiet_mails (edition_id, subscriber_id) values (${id}, ${readers[0] ?? ""})`,
    );
    await retireEditions(ctx);
    const subscriber = await findSubscriber(ctx.db, readers[0] ?? "");
    if (!subscriber) throw new Error("no such reader");
    expect(await exportOwnData(ctx, subscriber)).toMatchObject({
      deliveries: [],
      deliveriesKeptDays: 100,
      toldOfSilence: [{ editionId: id, endedBy: null }],
    });
  });

  it("is told as such by `paperboy status`, and is not counted anew", async () => {
    const id = await retireOld();
    const cliEnv = { DATABASE_URL: ctx.databaseUrl, TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes" };
    const run = await runCliHere(["status", "--edition", id, "--recount"], cliEnv);
    expect(run.stdout).toMatch(/6 planned = 0 pending .* 5 submitted \+ 1 excluded .* in 1 batches/);
    expect(run.stdout).toMatch(/since 2026-09-27 only its totals are kept/);
    expect(run.stderr).toContain(`The totals of ${id} are all that is kept of it`);
  });

  it("still counts as a day of a warm-up", async () => {
    const { id } = await plantEdition(ctx);
    await deliverDue(ctx);
    await ctx.db.execute(sql`
      insert into warm_up_bookings (batch_id, domain, day, mails)
      select id, 'paperboy.example', '2026-06-18', 5 from batches where edition_id = ${id}`);
    ctx.clock.advance(101 * dayMs);
    const days = () => countWarmUpDays(ctx.db, "paperboy.example", "2026-09-27");
    expect(await days()).toBe(1);
    await retireEditions(ctx);
    expect([await days(), await count("warm_up_bookings")]).toEqual([1, 1]);
  });
});
