import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { stopBooking } from "../../../src/delivery/provider/book-places.ts";
import { noteReply } from "../../../src/delivery/provider/note-reply.ts";
import { acquireSendSlot } from "../../../src/delivery/provider/send-gate.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { notices } from "../../../src/notices/tables.ts";
import { subscribe } from "../../../src/subscribers/subscribe.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { inTime } from "../../support/in-time.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

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
  ctx.gate.isFresh = false;
  await takeTheOnlyPlace();
});

/** At a limit of one request in half a minute, one has just left. */
async function takeTheOnlyPlace(): Promise<void> {
  const slot = await acquireSendSlot(ctx, "digest");
  if (slot.kind !== "go") throw new Error("requests are blocked");
  await noteReply(ctx, slot.place, {
    answer: { kind: "answered", results: [] },
    limits: { requestsPerSecond: 1 / 30, remaining: null },
  });
}

/** There is room again, and another process asks for it. */
async function makeRoom(): Promise<void> {
  await ctx.db.execute("delete from send_gates");
  ctx.gate.isFresh = false;
}

it("a single mail that has no place yet when its process stops is let go of at once, and sent by another", async () => {
  await subscribe(ctx, { email: "one@example.com", source: "site" });
  const goOn = stopBooking(ctx.gate);
  expect(await deliverNotices(ctx)).toEqual({ submitted: 0, failed: 0, uncertain: 0, postponed: 0 });
  expect(await ctx.db.select().from(notices)).toMatchObject([
    { state: "sealed", attempts: 0, leasedUntil: null, reasonCode: null },
  ]);
  goOn();
  await makeRoom();
  expect(await deliverNotices(ctx)).toMatchObject({ submitted: 1 });
  expect(resend.mails).toHaveLength(1);
});

it("a batch that waits for its place when its process stops is due at once, and no limit is told of it", async () => {
  await plantSubscribers(ctx, 1);
  await plantEdition(ctx);
  const now = ctx.clock.now();
  const [due] = await listDueBatches(ctx.db, now, 1);
  const delivering = deliverBatch(ctx, due?.id ?? "");
  const listBatches = () => ctx.db.select().from(batches);
  await vi.waitFor(async () => expect(await listBatches()).toMatchObject([{ state: "sealed" }]), inTime);
  const goOn = stopBooking(ctx.gate);
  expect(await delivering).toEqual({ kind: "later", at: now, reason: null });
  expect(await listBatches()).toMatchObject([
    { attempts: 0, leasedUntil: null, errorCode: null, lastError: null },
  ]);
  expect(await listDueBatches(ctx.db, now, 1)).toMatchObject([{ id: due?.id }]);
  goOn();
  await makeRoom();
  await deliverDue(ctx);
  expect(resend.mails).toHaveLength(1);
});
