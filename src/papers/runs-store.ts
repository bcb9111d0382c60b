import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { Validators } from "./sources/http.ts";
import type { RejectedItem, SourceName } from "./sources/paper-source.ts";
import { chunksOf } from "./store.ts";
import { storeOrRefuse } from "./store-or-refuse.ts";
import { rejectedItems, sourceRuns, sourceValidators } from "./tables.ts";

/** Makes the rejected items of a source's day be these. */
export async function replaceRejected(
  tx: Database,
  { day, source, items, now }: { day: string; source: SourceName; items: RejectedItem[]; now: Date },
): Promise<void> {
  const ids = items.map((item) => item.id);
  await tx.execute(
    sql`delete from rejected_items where day = ${day} and source = ${source} and not (item_id = any(${sqlArray(ids)}::text[]))`,
  );
  await addRejected(tx, { day, source, items, now });
}

/** Keeps rejected items beside those that are there. */
export async function addRejected(
  tx: Database,
  { day, source, items, now }: { day: string; source: SourceName; items: RejectedItem[]; now: Date },
): Promise<void> {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const chunk of chunksOf([...byId.values()])) {
    const rows = chunk.map(({ id, reason, payload }) => ({
      source,
      day,
      itemId: id,
      reason: reason.replaceAll(/[\p{Cc}\p{Cs}]+/gu, " "),
      payload: storableJson(payload),
      firstSeenAt: now,
    }));
    const { refused } = await storeOrRefuse(tx, rows, insertRejected);
    for (const { item } of refused) await insertRejected(tx, [{ ...item, payload: null }]);
  }
}

async function insertRejected(tx: Database, rows: (typeof rejectedItems.$inferInsert)[]): Promise<void> {
  await tx
    .insert(rejectedItems)
    .values(rows)
    .onConflictDoUpdate({
      target: [rejectedItems.source, rejectedItems.day, rejectedItems.itemId],
      set: { reason: sql`excluded.reason`, payload: sql`excluded.payload` },
    });
}

export async function insertSourceRun(tx: Database, run: typeof sourceRuns.$inferInsert): Promise<void> {
  await tx.insert(sourceRuns).values(run);
}

export async function upsertValidators(tx: Database, validators: Validators, now: Date): Promise<void> {
  const { url, etag, lastModified } = validators;
  await tx
    .insert(sourceValidators)
    .values({ url, etag, lastModified, seenAt: now })
    .onConflictDoUpdate({ target: sourceValidators.url, set: { etag, lastModified, seenAt: now } });
}

/** The kept rejections of a source's day, by item id. */
export async function listRejectedOn(db: Database, day: string, source: SourceName): Promise<RejectedItem[]> {
  const rows = await db
    .select()
    .from(rejectedItems)
    .where(and(eq(rejectedItems.day, day), eq(rejectedItems.source, source)))
    .orderBy(asc(rejectedItems.itemId));
  return rows.map(({ itemId, reason, payload }) => ({ source, id: itemId, reason, payload }));
}

export async function findValidators(db: Database, url: string): Promise<Validators | null> {
  const [row] = await db.select().from(sourceValidators).where(eq(sourceValidators.url, url));
  return row ? { url, etag: row.etag, lastModified: row.lastModified } : null;
}

/**
 * The sources, by name, whose last look at some day of these failed and that were not heard after its close: what
 * is known of them may not be what they closed with.
 */
export async function listMissingSources(db: Database, days: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ source: string }>(sql`
    select distinct source from (
      select source, (array_agg(is_ok order by started_at desc, id desc))[1] as was_heard_last,
        bool_or(is_ok and ${afterClose}) as was_heard_after_close
      from source_runs where day = any(${sqlArray(days)}::date[]) group by source, day
    ) looks where not was_heard_last and not was_heard_after_close order by source`);
  return rows.map((row) => row.source);
}

/** A look at a day that went well, as far as Hugging Face counts votes there. Both instants are UTC. */
export type Look = { day: string; startedAt: Date; finishedAt: Date };

/**
 * The looks at some days at which Hugging Face answered, and that were over by an instant; the oldest first. A look
 * that found every number unchanged is among them, so that "unchanged" and "not looked at" differ: what it saw is
 * the newest signal that is not after its `finishedAt`. Those of long ago are forgotten (`deleteRunsBefore`).
 */
export async function listLooks(db: Database, days: string[], until: Date): Promise<Look[]> {
  const { rows } = await db.execute<{ day: string; startedAt: string; finishedAt: string }>(sql`
    select day::text as day, started_at as "startedAt", finished_at as "finishedAt" from source_runs
    where day = any(${sqlArray(days)}::date[]) and ${wasHeard} and finished_at <= ${until.toISOString()}::timestamptz
    order by started_at, id`);
  return rows.map(({ day, startedAt, finishedAt }) => ({
    day,
    startedAt: new Date(startedAt),
    finishedAt: new Date(finishedAt),
  }));
}

/** When the last look was over at which Hugging Face answered; null when there was none. */
export async function findLastLook(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string }>(
    sql`select finished_at as at from source_runs where ${wasHeard} order by started_at desc limit 1`,
  );
  return rows[0] ? new Date(rows[0].at) : null;
}

/** The sources that answered a look at a day since an instant. */
export async function listHeardSince(db: Database, day: string, since: Date): Promise<SourceName[]> {
  const { rows } = await db.execute<{ source: SourceName }>(sql`
    select distinct source from source_runs
    where day = ${day} and is_ok and started_at >= ${since.toISOString()}::timestamptz`);
  return rows.map(({ source }) => source);
}

/** Since when arXiv's query API has refused (429) every time that it was asked; null when it did not the last time. */
export async function findRefusedSince(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select min(started_at) as at from source_runs where source = 'arxiv' and is_refused
      and started_at > coalesce(
        (select max(started_at) from source_runs where source = 'arxiv' and not is_refused), '-infinity')`);
  const [{ at = null } = {}] = rows;
  return at === null ? null : new Date(at);
}

/** Of some days, those of which Hugging Face has not been heard after their close (UTC midnight), in the same order. */
export async function listUnheardDays(db: Database, days: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ day: string }>(sql`
    select n.day::text as day from unnest(${sqlArray(days)}::date[]) with ordinality as n(day, place)
    where not exists (
      select from source_runs where ${wasHeard} and source_runs.day = n.day and ${afterClose})
    order by place`);
  return rows.map((row) => row.day);
}

/** A source run at which Hugging Face told of its day. A list of items that are all unreadable is not an empty one. */
const wasHeard = sql`source = 'huggingface' and is_ok and (papers > 0 or rejected = 0)`;

/** A source run that began when its day was over. */
const afterClose = sql`source_runs.started_at >= (source_runs.day + 1)::timestamp at time zone 'UTC'`;

const mostJson = 100_000;

/** jsonb knows neither U+0000 nor half a surrogate pair; an item with one is kept as text. */
function storableJson(payload: unknown): unknown {
  const json = JSON.stringify(payload) ?? "null";
  if (json.length <= mostJson && !/\\u(?:0000|d[89a-f])/i.test(json)) return payload ?? null;
  return json.slice(0, mostJson).replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
