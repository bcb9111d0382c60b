import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "../src/context.ts";
import { settleBatch } from "../src/delivery/ledger/answers-store.ts";
import { beginAttempt, listDueBatches } from "../src/delivery/ledger/batches-store.ts";
import { keyAliveSince } from "../src/delivery/send/key-life.ts";
import { sealBatch } from "../src/delivery/send/seal-batch.ts";
import { publishEdition } from "../src/publish/publish-edition.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, print, seatReaders } from "./support/stage.ts";

/** How many of the edition's papers one of the earlier ones held as well. */
type Overlap = "nothing" | "two" | "all";

const shownInEach = 10;

/**
 * What it costs that no paper comes twice: sealing and settling batches of an edition, with nothing behind it and with
 * many editions that its readers all got. And what is remembered of one mail, in bytes.
 *
 *     npm run bench -- shown [--readers 3000] [--editions 60]
 */
export async function benchShown(args: string[]): Promise<void> {
  const { readers, editions } = readSizes(args, {
    readers: { usual: 3_000, small: 200 },
    editions: { usual: 60, small: 8 },
  });
  const stages: Prepared[] = [];
  try {
    for (const overlap of ["nothing", "two", "all"] as const)
      stages.push(await prepare(readers, overlap === "nothing" ? 0 : editions, overlap));
    const [alone = 0, few = 0, all = 0] = await timeInTurns(stages);
    const compared = (ms: number) => `${ms.toFixed(1)} ms, ${(ms / alone).toFixed(2)} times as long`;
    print("a batch, nothing behind", `${alone.toFixed(1)} ms`);
    print(`a batch, ${editions} editions behind, 2 papers again`, compared(few));
    print(`a batch, ${editions} editions behind, all papers again`, compared(all));
    const last = stages.at(-1);
    if (last) print("remembered of a mail of ten papers", await bytesOfMail(last.ctx));
  } finally {
    for (const { close } of stages) await close();
  }
}

type Prepared = { ctx: Context; batchIds: string[]; close(): Promise<void> };

/** An edition whose batches are due, and what is behind it. */
async function prepare(readers: number, editions: number, overlap: Overlap): Promise<Prepared> {
  const { ctx, day, close } = await openStage();
  await seatReaders(ctx.db, readers);
  const period = { cadence: "daily", period: day } as const;
  const { editionId } = await publishEdition(ctx, { ...period, isHeld: false, isNow: true });
  for (let number = 1; number <= editions; number += 1)
    await plantBehind(ctx, editionId, number, overlap === "all" ? number % 7 : number <= 2 ? number : null);
  await ctx.db.execute(sql`analyze`);
  const due = await listDueBatches(ctx.db, ctx.clock.now(), readers);
  return { ctx, batchIds: due.map(({ id }) => id), close };
}

/** The median of each: one batch of each after the other, since other work on the machine comes and goes. */
async function timeInTurns(stages: Prepared[]): Promise<number[]> {
  const times: number[][] = stages.map(() => []);
  for (let turn = 0; turn < (stages[0]?.batchIds.length ?? 0); turn += 1) {
    for (const [index, { ctx, batchIds }] of stages.entries()) {
      const startedAt = performance.now();
      await sealAndSettle(ctx, batchIds[turn] ?? "");
      times[index]?.push(performance.now() - startedAt);
    }
  }
  return times.map((all) => all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0);
}

async function sealAndSettle(ctx: Context, batchId: string): Promise<void> {
  const sealed = await sealBatch(ctx, batchId);
  if (sealed.kind !== "ready") throw new Error(`the batch is ${sealed.kind}`);
  const now = ctx.clock.now();
  await beginAttempt(ctx.db, sealed, now, new Date(now.getTime() + 15_000), keyAliveSince(now));
  const results = sealed.recipients.map(() => ({ kind: "accepted" as const, id: randomUUID() }));
  const seen = { ...sealed, attempts: sealed.attempts + 1 };
  const settled = await settleBatch(ctx.db, seen, sealed.recipients, results, now);
  if (settled?.as !== "settled") throw new Error("the batch was not settled");
}

/**
 * An earlier edition of thirty papers that every reader got the first ten of: in the first three, those that it shares
 * are among them.
 *
 * @param shared which of the edition's papers it held too: one in seven, or the one at this place; null for none.
 */
async function plantBehind({ db }: Context, editionId: string, number: number, shared: number | null) {
  const id = `daily-before-${number}`;
  await db.execute(sql`
    insert into editions (id, cadence, period, number, state, published_at, finished_at)
    values (${id}, 'daily', ${id}, ${1000 + number}, 'sent', now(), now())`);
  await db.execute(sql`
    insert into edition_papers (edition_id, paper_id, section, rank, score, parts, frozen)
    select ${id}, paper_id, 'top', row_number() over (order by is_own = ${number > 3} desc, paper_id), 0, '{}', frozen from (
      select paper_id, false as is_own, frozen from edition_papers
      where edition_id = ${editionId} and ${shared === null ? sql`false` : sql`rank % 7 = ${shared % 7}`}
      union all
      select ${`own-${number}-`} || n, true, p.frozen from generate_series(1, 25) n
        join edition_papers p on p.edition_id = ${editionId} and p.rank = 1 and p.section = 'top'
    ) given`);
  const choice = JSON.stringify({
    detail: "summary",
    forYou: [],
    top: Array.from({ length: shownInEach }, (_, index) => index),
    late: [],
  });
  await db.execute(sql`
    insert into deliveries (edition_id, subscriber_id, state, due_at, choice)
    select ${id}, id, 'sealed', now(), ${choice}::json from subscribers`);
  await db.execute(
    sql`update deliveries set state = 'submitted', submitted_at = now() where edition_id = ${id}`,
  );
}

async function bytesOfMail({ db }: Context): Promise<string> {
  const { rows } = await db.execute<{ row: number; heap: number; index: number }>(sql`
    select round(avg(pg_column_size(s)))::int as row,
      (pg_relation_size('shown_papers') / greatest(count(*), 1))::int as heap,
      (pg_relation_size('shown_papers_edition_id_subscriber_id_pk') / greatest(count(*), 1))::int as index
    from shown_papers s`);
  const { row = 0, heap = 0, index = 0 } = rows[0] ?? {};
  return `${heap + index} bytes: ${heap} in the table (a row of ${row}), ${index} in its index`;
}
