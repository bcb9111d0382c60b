import { sql } from "drizzle-orm";
import type { Context } from "../src/context.ts";
import { listDueBatches } from "../src/delivery/ledger/batches-store.ts";
import { deliverBatch } from "../src/delivery/send/deliver-batch.ts";
import { createEditionCache } from "../src/digest/edition-cache.ts";
import { publishEdition } from "../src/publish/publish-edition.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print, seatReaders } from "./support/stage.ts";

/**
 * Freezing an edition and planning its deliveries for a growing number of readers: the time for each and what memory
 * this process needs, which must not grow with them; how soon after it the first request is answered, and what a mail
 * of the next requests costs. Their mails go to the local mailbox.
 *
 *     npm run bench -- plan [--readers 1000000]
 */
export async function benchPlan(args: string[]): Promise<void> {
  const { readers: most } = readSizes(args, { readers: { usual: 1_000_000, small: 200 } });
  const { ctx, day, close } = await openStage();
  try {
    for (const readers of [most / 100, most / 10, most].map(Math.round).filter((count) => count > 0)) {
      await ctx.db.execute(sql`truncate subscribers, editions, outbox_requests, outbox_mails cascade`);
      await seatReaders(ctx.db, readers);
      await measure({ ...ctx, editions: createEditionCache(ctx.db) }, day);
    }
  } finally {
    await close();
  }
}

async function measure(ctx: Context, day: string): Promise<void> {
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  const edition = { cadence: "daily" as const, period: day, isHeld: false, isNow: true };
  const { planned, batches } = await publishEdition(ctx, edition);
  const plannedAt = performance.now();
  print(
    `${planned.toLocaleString("en")} deliveries in ${batches.toLocaleString("en")} batches`,
    `${seconds(plannedAt - startedAt)}, ${perSecond(planned, plannedAt - startedAt)} a second, ${Math.round((process.memoryUsage.rss() - before) / 1e6)} MB more than before`,
  );
  const [first, ...next] = await listDueBatches(ctx.db, ctx.clock.now(), 41);
  if (!first) throw new Error("no batch is due");
  await deliverBatch(ctx, first.id);
  const firstAt = performance.now();
  print("  its first batch was in the mailbox after", seconds(firstAt - plannedAt));
  if (next.length === 0) return;
  const mailsBefore = await countMails(ctx);
  for (const { id } of next) await deliverBatch(ctx, id);
  const perThousand = ((performance.now() - firstAt) / ((await countMails(ctx)) - mailsBefore)) * 1000;
  print("  a thousand mails of the next batches took", `${Math.round(perThousand)} ms`);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

async function countMails({ db }: Context): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`select count(*)::int as count from outbox_mails`);
  return rows[0]?.count ?? 0;
}
