import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";

/** An edition of the past: how many days ago its period was, and how many readers it had. */
export type PastEdition = { daysAgo: number; readers: number };

/**
 * Writes editions of the past with all that stands of them in the ledger, straight into the tables: each sent, with
 * its batches settled and, of its deliveries, 97 in a hundred submitted, the rest excluded or failed; most of the
 * submitted were reported as delivered, a third opened. What is there already is left alone, so that it goes on where it
 * was cut off; each edition is one transaction.
 *
 * @param readers ids of subscribers come from the table, which must hold as many as the largest edition has.
 */
export async function growLedger(
  db: Database,
  past: PastEdition[],
  tell: (said: string) => void = () => {},
): Promise<void> {
  for (const { daysAgo, readers } of past.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    const isNew = await db.transaction(async (tx) => {
      // Keys that are made here need no look-up for each of a million rows; no trigger speaks of a new delivery.
      await tx.execute(sql`set local session_replication_role = replica`);
      const id = await insertEdition(tx, daysAgo, readers);
      if (id === null) return false;
      await insertBatches(tx, id, readers);
      await insertDeliveries(tx, id, readers);
      return true;
    });
    if (isNew) tell(`${readers.toLocaleString("en")} deliveries of ${daysAgo} days ago`);
  }
  await db.execute(sql`vacuum analyze deliveries`);
  await db.execute(sql`vacuum analyze batches`);
  await db.execute(sql`analyze editions`);
}

async function insertEdition(tx: Database, daysAgo: number, planned: number): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into editions (id, cadence, period, number, state, published_at, finished_at, planned)
    select 'daily-' || day, 'daily', day::text, 100000 - ${daysAgo}::int, 'sent', day + interval '28 hours', day + interval '2 days', ${planned}
    from (select (now() - make_interval(days => ${daysAgo}))::date as day) d
    on conflict do nothing returning id`);
  return rows[0]?.id ?? null;
}

const batchOf = (edition: string, place: ReturnType<typeof sql>) =>
  sql`md5(${edition}::text || '/' || ((${place}) / 100))::uuid`;

async function insertBatches(tx: Database, edition: string, readers: number): Promise<void> {
  await tx.execute(sql`
    insert into batches (id, edition_id, state, due_at, idempotency_key, body_hash, sealed_at, first_attempt_at, attempts, settled_at)
    select ${batchOf(edition, sql`n * 100`)}, e.id, 'settled', at, 'grown/' || e.id || '/' || n, md5(n::text), at, at, 1, at
    from editions e cross join lateral (
      select n, e.published_at + n * interval '86400 seconds' / ${Math.ceil(readers / 100)}::int as at
      from generate_series(0, ${Math.ceil(readers / 100) - 1}::int) n) b
    where e.id = ${edition}`);
}

async function insertDeliveries(tx: Database, edition: string, readers: number): Promise<void> {
  await tx.execute(sql`
    insert into deliveries (edition_id, subscriber_id, state, batch_id, due_at, reason_code, refusal_key, reason, choice,
      provider_id, submitted_at, outcome, outcome_at, opened_at, clicked_at, machine_opened_at)
    select ${edition}, s.id, state, ${batchOf(edition, sql`n`)}, at,
      case state when 'excluded' then (array['no-match', 'too-few-matches', 'paused', 'unsubscribed'])[1 + n % 4] when 'failed' then 'refused' end,
      case when state = 'failed' then 'validation_error' end,
      case when state <> 'submitted' then 'grown' end,
      case when state <> 'excluded' then ${choice}::json end,
      case when state = 'submitted' then gen_random_uuid()::text end,
      case when state = 'submitted' then at end,
      outcome, case when outcome is not null then at + interval '20 seconds' end,
      case when outcome = 'delivered' and n % 3 = 0 then at + interval '1 hour' end,
      case when outcome = 'delivered' and n % 30 = 0 then at + interval '2 hours' end,
      case when outcome = 'delivered' and n % 5 = 0 then at + interval '1 minute' end
    from (select id, row_number() over (order by id) - 1 as n from subscribers order by id limit ${readers}) s
    cross join (select published_at from editions where id = ${edition}) e
    cross join lateral (select e.published_at + (s.n / 100) * interval '86400 seconds' / ${Math.ceil(readers / 100)}::int as at,
      case when n % 200 < 5 then 'excluded' when n % 200 = 5 then 'failed' else 'submitted' end as state) x
    cross join lateral (select case when state <> 'submitted' then null when n % 250 = 7 then 'bounced'
      when n % 5000 = 11 then 'complained' when n % 40 = 9 then null else 'delivered' end as outcome) o`);
  await tx.execute(sql`
    insert into delivery_reports (edition_id, subscriber_id, outcome, heard_at)
    select edition_id, subscriber_id, outcome, outcome_at from deliveries
    where edition_id = ${edition} and outcome in ('bounced', 'complained')`);
}

/** As large as those of readers who follow some topics. */
const choice = JSON.stringify({
  detail: "summaries",
  forYou: [0, 3, 4, 7, 9, 12, 13, 17, 18, 21],
  top: [1, 2, 5],
  late: [31],
  matches: { 0: [0], 3: [0, 1], 4: [1], 7: [0], 9: [2], 12: [0], 13: [1, 2], 17: [0], 18: [1], 21: [0] },
  date: "2026-06-18",
});
