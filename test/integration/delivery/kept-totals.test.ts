import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { foldTotals, listGroups, listUncounted } from "../../../src/delivery/ledger/totals-store.ts";
import { countEditionFeedback } from "../../../src/delivery/progress/edition-progress.ts";
import { listDoubtedLedgers } from "../../../src/delivery/progress/edition-status.ts";
import { recountTotals } from "../../../src/delivery/progress/keep-totals.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { settleUncertain } from "../../../src/delivery/steer/settle-uncertain.ts";
import { cancelEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { uncancelEdition } from "../../../src/delivery/steer/uncancel-edition.ts";
import { deliveryStates, outcomes } from "../../../src/delivery/tables.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { type MailEventType, makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, statusOf } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runsOf } from "../../support/property-runs.ts";

let ctx: TestContext;
let readers: string[];

beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await emptyTables(ctx);
  readers = await plantSubscribers(ctx, 6);
});

/** Counts an edition, so that its totals are kept from here on. */
async function keep(id: string): Promise<void> {
  expect(await recountTotals(ctx.db, id, ctx.clock.now())).toBe(null);
}

/** That what is kept is what a count finds. */
async function expectTrue(id: string): Promise<void> {
  expect(await recountTotals(ctx.db, id, ctx.clock.now())).toBe(true);
}

async function hear(id: string, reader: number, type: MailEventType): Promise<void> {
  const mail = {
    id: `mail-${reader}`,
    from: "digest@paperboy.example",
    to: [`reader${reader}@example.com`],
    subject: "Papers",
    tags: [
      { name: "edition", value: id },
      { name: "subscriber", value: readers[reader] ?? "" },
    ],
  };
  const event = makeEvent(type, mail, { at: ctx.clock.now() });
  await replayEvents(ctx, { lines: Readable.from([JSON.stringify(event)]) });
}

describe("kept totals", () => {
  it("are true after each thing that may become of an edition's deliveries", async () => {
    const { id } = await plantEdition(ctx);
    await keep(id);
    await suppressAddress(ctx, { email: "reader5@example.com", reason: "operator", explanation: null });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 5, excluded: 1, pending: 0 });
    await expectTrue(id);

    await hear(id, 0, "email.delivered");
    await hear(id, 1, "email.bounced");
    await hear(id, 0, "email.complained");
    await hear(id, 2, "email.opened");
    const { outcomes: heard } = await countEditionFeedback(ctx.db, id);
    expect(new Map(heard.map(({ outcome, count }) => [outcome, count]))).toEqual(
      new Map([
        [null, 3],
        ["bounced", 1],
        ["complained", 1],
      ]),
    );
    await expectTrue(id);

    await ctx.db.execute(sql`
      with b as (update batches set state = 'uncertain' where edition_id = ${id} returning id)
      update deliveries d set state = 'uncertain', reason = 'key-expired', reason_code = 'key-expired'
      from b where d.batch_id = b.id and d.subscriber_id = ${readers[3]}`);
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 4, uncertain: 1 });
    await expectTrue(id);
    await settleUncertain(ctx, id, "failed");
    await expectTrue(id);
    await retryFailed(ctx, id);
    await expectTrue(id);
    await eraseEverywhere(ctx, { subscriberId: readers[3] ?? "" });
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ planned: 6, submitted: 4, excluded: 2, failed: 0 });
    await expectTrue(id);
    expect(await listDoubtedLedgers(ctx.db, [id])).toEqual([]);
  });

  it("are true of a cancelled edition, and when that is taken back", async () => {
    const { id } = await plantEdition(ctx);
    await keep(id);
    await cancelEdition(ctx, id);
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 6, pending: 0 });
    await expectTrue(id);
    await uncancelEdition(ctx, id);
    expect(await statusOf(ctx, id)).toMatchObject({ excluded: 0, pending: 6, reasons: [] });
    await expectTrue(id);
  });

  it("are true of what another transaction changes while they are counted", async () => {
    const { id } = await plantEdition(ctx);
    await keep(id);
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`
        update deliveries set state = 'failed', reason = 'refused' where edition_id = ${id} and subscriber_id = ${readers[0]}`);
      // The count sees nothing of it yet.
      await expectTrue(id);
      expect(await statusOf(ctx, id)).toMatchObject({ pending: 6, failed: 0 });
    });
    expect(await statusOf(ctx, id)).toMatchObject({ pending: 5, failed: 1 });
    await expectTrue(id);
  });

  it("are true when a reader is erased while their quiet mail is settled", async () => {
    const { id } = await plantEdition(ctx);
    const [reader = ""] = readers;
    await ctx.db.execute(sql`insert into quiet_mails (edition_id, subscriber_id) values (${id}, ${reader})`);
    await keep(id);
    const erased = await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`
        update deliveries set state = 'submitted', submitted_at = now() where subscriber_id = ${reader}`);
      const erasing = eraseEverywhere(ctx, { subscriberId: reader });
      await vi.waitFor(async () => {
        const { rowCount } = await ctx.db.execute(sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        expect(rowCount).toBe(1);
      }, inTime);
      return { erasing };
    });
    await erased.erasing;
    expect((await statusOf(ctx, id)).quiet).toBe(0);
    await expectTrue(id);
  });

  it("are counted anew when an edition has other deliveries than were counted", async () => {
    const { id } = await plantEdition(ctx);
    await keep(id);
    await ctx.db.execute(sql`
      insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at)
      select edition_id, gen_random_uuid(), 'pending', batch_id, due_at from deliveries limit 1`);
    await ctx.db.execute(sql`update editions set planned = planned + 1`);
    expect(await statusOf(ctx, id)).toMatchObject({ planned: 7, pending: 7 });
    expect(await listUncounted(ctx.db, 1, { among: null, limit: 10 })).toMatchObject([{ id }]);
  });

  it("are counted anew for who looks at a finished edition of which more left than its history tells", async () => {
    const { id } = await plantEdition(ctx);
    await deliverDue(ctx);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 6 });
    await keep(id);
    const among = { among: id, limit: 1 };
    expect(await listUncounted(ctx.db, 1, among)).toEqual([]);
    await ctx.db.execute(
      sql`update deliveries set state = 'failed', reason = 'refused' where edition_id = ${id} and subscriber_id = ${readers[0]}`,
    );
    expect(await listUncounted(ctx.db, 1, among)).toMatchObject([{ id }]);
    await expectTrue(id);
    expect(await listUncounted(ctx.db, 1, among)).toEqual([]);
  });

  it("tell of a ledger that does not add up", async () => {
    const { id } = await plantEdition(ctx);
    await ctx.db.execute(sql`update editions set planned = planned + 1`);
    await keep(id);
    expect(await listDoubtedLedgers(ctx.db, [id])).toEqual([id]);
  });

  it("are what a count finds, whoever moves deliveries in whatever way, folded or not", async () => {
    const { id } = await plantEdition(ctx);
    await keep(id);
    const reader = fc.nat({ max: 5 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant("state" as const), reader, to: fc.constantFrom(...deliveryStates) }),
      fc.record({ kind: fc.constant("outcome" as const), reader, to: fc.constantFrom(null, ...outcomes) }),
      fc.record({
        kind: fc.constant("seen" as const),
        reader,
        to: fc.constantFrom("opened_at", "clicked_at", "machine_opened_at", "machine_clicked_at"),
      }),
      fc.record({ kind: fc.constantFrom("quiet" as const, "loud" as const), reader, to: fc.constant(null) }),
      fc.record({ kind: fc.constant("all" as const), reader, to: fc.constantFrom("pending", "submitted") }),
      fc.record({ kind: fc.constant("fold" as const), reader, to: fc.constant(null) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const { kind, reader: place, to } of steps) {
          const one = sql`edition_id = ${id} and subscriber_id = ${readers[place]}`;
          if (kind === "state")
            await ctx.db.execute(sql`update deliveries set state = ${to}, reason = case when ${to} in ('excluded', 'failed', 'uncertain') then 'cancelled' end,
              choice = null where ${one}`);
          else if (kind === "outcome")
            await ctx.db.execute(sql`update deliveries set outcome = ${to} where ${one}`);
          else if (kind === "seen")
            await ctx.db.execute(
              sql`update deliveries set ${sql.raw(to)} = case when ${sql.raw(to)} is null then now() end where ${one}`,
            );
          else if (kind === "quiet")
            await ctx.db.execute(
              sql`insert into quiet_mails (edition_id, subscriber_id) values (${id}, ${readers[place]}) on conflict do nothing`,
            );
          else if (kind === "loud") await ctx.db.execute(sql`delete from quiet_mails where ${one}`);
          else if (kind === "all")
            await ctx.db.execute(
              sql`update deliveries set state = ${to}, reason = null where edition_id = ${id}`,
            );
          else await foldTotals(ctx.db, id);
        }
        await expectTrue(id);
        await foldTotals(ctx.db, id);
        await expectTrue(id);
      }),
      { numRuns: runsOf(15) },
    );
    const groups = await listGroups(ctx.db, id);
    expect(groups.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(6);
  });
});
