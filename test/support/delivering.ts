import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";
import { listDueBatches } from "../../src/delivery/ledger/batches-store.ts";
import { type EditionStatus, listEditionStatus } from "../../src/delivery/progress/edition-status.ts";
import { deliverBatch } from "../../src/delivery/send/deliver-batch.ts";
import type { TestContext } from "./context.ts";

/** Variables of a context that mails through a fake Resend without waiting for its pace. */
export function resendEnv(url: string, changes: Record<string, string> = {}): Record<string, string> {
  return {
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: url,
    RESEND_REQUESTS_PER_SECOND: "1000",
    RESEND_TIMEOUT_MS: "1500",
    ...changes,
  };
}

/** Takes due batches step by step, until none can go on at this instant. */
export async function deliverDue(ctx: TestContext): Promise<void> {
  for (;;) {
    const due = await listDueBatches(ctx.db, ctx.clock.now(), 1000);
    let isMoving = false;
    for (const { id } of due) {
      const outcome = await deliverBatch(ctx, id);
      isMoving ||= outcome.kind !== "later" && outcome.kind !== "idle";
    }
    if (!isMoving) return;
  }
}

/** The counts of one edition. */
export async function statusOf(ctx: TestContext, editionId: string): Promise<EditionStatus> {
  const [found] = await listEditionStatus(ctx.db, editionId);
  if (!found) throw new Error("no such edition");
  return found;
}

/** Gives each planned delivery a batch of its own, so that few readers make many requests, while no worker runs. */
export async function oneBatchEach(ctx: TestContext, editionId: string): Promise<void> {
  await ctx.db.transaction((tx) => splitBatches(tx, editionId));
}

/** Gives each planned delivery a batch of its own, within the transaction that planned them or one of its own. */
export async function splitBatches(tx: Database, editionId: string): Promise<void> {
  await tx.execute(sql`
    with alone as (
      select subscriber_id, gen_random_uuid() as batch_id, due_at from deliveries
      where edition_id = ${editionId} and state = 'pending'
    ), made as (
      insert into batches (id, edition_id, state, due_at)
      select batch_id, ${editionId}, 'planned', due_at from alone returning id
    )
    update deliveries d set batch_id = a.batch_id from alone a join made m on m.id = a.batch_id
    where d.edition_id = ${editionId} and d.subscriber_id = a.subscriber_id`);
  await tx.execute(
    sql`delete from batches b where not exists (select 1 from deliveries d where d.batch_id = b.id)`,
  );
}
