import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { DeliveryReason } from "../codes.ts";
import type { KeptHistory } from "../kept-shapes.ts";
import type { deliveryStates, outcomes } from "../tables.ts";
import { hasReasonOf } from "./reasons-store.ts";
import { isRetired } from "./retire-store.ts";

/** Deliveries of an edition that stand alike. */
export type DeliveryGroup = {
  state: (typeof deliveryStates)[number];
  code: DeliveryReason | null;
  refusalKey: string | null;
  outcome: (typeof outcomes)[number] | null;
  deliveries: number;
  /** How many of them are quiet mails. */
  quiet: number;
  opened: number;
  clicked: number;
  machineOpened: number;
  machineClicked: number;
  /** The reason of one of them. */
  reason: string | null;
};

/** Fewer deliveries are counted one by one in a moment, at each look. */
export const worthKeeping = 5_000;

/** Whether the totals of a row `e` of `editions` are kept: they were counted, for as many deliveries as it has. */
export const areTotalsKept: SQL = sql.raw(
  "exists (select from counted_editions k where k.edition_id = e.id and k.planned = e.planned)",
);

/** Whether it is known in a moment how the deliveries of a row `e` of `editions` stand. */
export const isCountedSoon: SQL = sql`(e.planned < ${worthKeeping} or ${areTotalsKept})`;

/** The same, and that it was finished when it was counted and is so still: what is kept of its batches holds. */
const areBatchesKept = "k.edition_id = e.id and k.planned = e.planned and k.finished_at = e.finished_at";

/** Beside a row `e` of `editions`: what is kept of its batches, as `k`; nulls where it is not. */
export const keptOfBatches: SQL = sql.raw(`left join counted_editions k on ${areBatchesKept}`);

const measures = (prefix: "" | "t.") =>
  sql.raw(
    ["deliveries", "quiet", "opened", "clicked", "machine_opened", "machine_clicked"]
      .map((name) => `sum(${prefix}${name})::int as ${name}`)
      .join(", "),
  );

/** The code of a delivery; what has none yet, and is about to get one, counts as another reason. */
const codeOfDelivery = sql.raw("case when d.reason is not null then coalesce(d.reason_code, 'other') end");

/** Counts the deliveries of the edition `of` one by one, by how they stand. */
const countedGroups = (of: SQL, condition: SQL) => sql`
  select d.state, ${codeOfDelivery} as code, d.refusal_key, d.outcome, count(*)::int as deliveries,
    count(q.subscriber_id)::int as quiet, count(d.opened_at)::int as opened, count(d.clicked_at)::int as clicked,
    count(d.machine_opened_at)::int as machine_opened, count(d.machine_clicked_at)::int as machine_clicked,
    min(d.reason) as reason
  from deliveries d left join quiet_mails q on q.edition_id = d.edition_id and q.subscriber_id = d.subscriber_id
  where d.edition_id = ${of} and ${condition} group by 1, 2, 3, 4`;

/**
 * A subquery beside a row `e` of `editions`: its deliveries by how they stand, as `DeliveryGroup` with names as in the
 * tables. From the kept totals where there are any, else counted one by one; one statement, so that all numbers of an
 * edition agree.
 *
 * @param counts whether deliveries are counted one by one that are many; else there are no groups of them.
 */
export const groupsOfRow = (counts: "all" | "few"): SQL => sql`(
  select t.state, t.reason_code as code, t.refusal_key, t.outcome, ${measures("t.")}, min(t.reason) as reason
  from edition_totals t where t.edition_id = e.id and ${areTotalsKept} group by 1, 2, 3, 4
  union all
  ${countedGroups(sql`e.id`, sql`not ${areTotalsKept} and ${counts === "all" ? sql`true` : isCountedSoon}`)})`;

/** How many deliveries of a row `e` of `editions` stand so: as they are kept, else from the index of their states. */
export const countOfRow = (state: "failed" | "pending"): SQL => sql`(case when ${areTotalsKept}
  then (select coalesce(sum(t.deliveries), 0) from edition_totals t where t.edition_id = e.id and t.state = ${state})
  else (select count(*) from deliveries d where d.edition_id = e.id and d.state = ${state}
    ${state === "failed" ? sql`and ${hasReasonOf("failed")}` : sql``}) end)::int`;

type GroupRow = Omit<DeliveryGroup, "refusalKey" | "machineOpened" | "machineClicked"> & {
  refusal_key: string | null;
  machine_opened: number;
  machine_clicked: number;
};

const readGroup = ({ refusal_key, machine_opened, machine_clicked, ...row }: GroupRow): DeliveryGroup => ({
  ...row,
  refusalKey: refusal_key,
  machineOpened: machine_opened,
  machineClicked: machine_clicked,
});

/** How the deliveries of an edition stand, from what is kept or else counted; groups of none are left out. */
export async function listGroups(db: Database, editionId: string): Promise<DeliveryGroup[]> {
  return (await listGroupsOf(db, [editionId])).get(editionId) ?? [];
}

/** The same of several editions, by their ids, in one statement. */
export async function listGroupsOf(
  db: Database,
  editionIds: string[],
): Promise<Map<string, DeliveryGroup[]>> {
  const { rows } = await db.execute<GroupRow & { edition: string }>(sql`
    select e.id as edition, g.* from editions e cross join lateral ${groupsOfRow("all")} g
    where e.id = any(${sqlArray(editionIds)}::text[]) and (g.deliveries <> 0 or g.quiet <> 0)`);
  const groups = new Map<string, DeliveryGroup[]>();
  for (const { edition, ...row } of rows) {
    const known = groups.get(edition);
    if (known) known.push(readGroup(row));
    else groups.set(edition, [readGroup(row)]);
  }
  return groups;
}

/**
 * Whether the history `k.history` tells of as many deliveries as the totals of a row `e` of `editions`. Of a retired one
 * nothing truer can be told.
 */
const isHistoryTrue = sql`(${isRetired} or exists (
  select from edition_totals t where t.edition_id = e.id
  having coalesce(sum(t.deliveries) filter (where t.state = 'submitted'), 0) = (k.history ->> 'submitted')::int
    and coalesce(sum(t.deliveries) filter (where t.state = 'failed'), 0) = (k.history ->> 'failed')::int))`;

/** When the mails of a finished edition left; null where that is not kept, or they stand otherwise since. */
export async function findKeptHistory(db: Database, editionId: string): Promise<KeptHistory | null> {
  const { rows } = await db.execute<{ history: KeptHistory | null }>(sql`
    select k.history from editions e ${keptOfBatches} where e.id = ${editionId} and ${isHistoryTrue}`);
  return rows[0]?.history ?? null;
}

/** How the deliveries of an edition stand, counted one by one, whatever is kept. */
export async function countGroups(db: Database, editionId: string): Promise<DeliveryGroup[]> {
  const { rows } = await db.execute<GroupRow>(countedGroups(sql`${editionId}`, sql`true`));
  return rows.map(readGroup);
}

/** An edition whose totals are to be counted. */
export type Uncounted = { id: string; isFinished: boolean };

const uncountedColumns = sql.raw('e.id, e.finished_at is not null as "isFinished"');

/**
 * Editions of so many deliveries that their totals are worth keeping, and are not kept, or were counted before they were
 * finished; the newest first. Retired ones have nothing to be counted.
 *
 * @param among looks at this one only, and whether its mails stand otherwise than its history says; or at so many of the
 *   newest; at all when null.
 */
export async function listUncounted(
  db: Database,
  leastPlanned: number,
  { among, limit }: { among: string | number | null; limit: number },
): Promise<Uncounted[]> {
  const newest = sql`e.id in (select id from editions order by published_at desc, id desc limit ${among})`;
  const those = among === null ? sql`true` : typeof among === "string" ? sql`e.id = ${among}` : newest;
  const { rows } = await db.execute<Uncounted>(sql`
    select ${uncountedColumns} from editions e left join counted_editions k on k.edition_id = e.id
    where e.planned >= ${leastPlanned} and ${those} and k.retiring_since is null
      and (k.planned is distinct from e.planned or k.finished_at is distinct from e.finished_at
        ${typeof among === "string" ? sql`or (k.history is not null and not ${isHistoryTrue})` : sql``})
    order by e.published_at desc, e.id desc limit ${limit}`);
  return rows;
}

/** What is known of the batches of an edition. */
export type BatchFigures = { batches: number; requests: number; declined: number };

export async function countBatchFigures(db: Database, editionId: string): Promise<BatchFigures> {
  const { rows } = await db.execute<BatchFigures>(sql`
    select count(*) filter (where state <> 'split')::int as batches, coalesce(sum(attempts), 0)::int as requests,
      coalesce(sum(declined), 0)::int as declined
    from batches where edition_id = ${editionId}`);
  return rows[0] ?? { batches: 0, requests: 0, declined: 0 };
}

/** Requests begun for all batches that are kept, and those of them that were certainly not accepted. */
export async function countRequests(db: Database): Promise<Omit<BatchFigures, "batches">> {
  const { rows } = await db.execute<Omit<BatchFigures, "batches">>(sql`
    select coalesce(sum(coalesce(k.requests, b.requests)), 0)::int as requests,
      coalesce(sum(coalesce(k.declined, b.declined)), 0)::int as declined
    from editions e ${keptOfBatches} left join lateral (
      select sum(attempts) as requests, sum(declined) as declined from batches
      where edition_id = e.id and k.edition_id is null) b on true`);
  return rows[0] ?? { requests: 0, declined: 0 };
}

/**
 * Puts what was counted of an edition in the place of what is kept. In the transaction whose snapshot counted it: what
 * others changed since has rows that it does not see, and they stay.
 *
 * @param history null of an edition that is not finished.
 */
export async function replaceTotals(
  tx: Database,
  edition: Uncounted,
  counted: { groups: DeliveryGroup[]; figures: BatchFigures; history: KeptHistory | null; isWhole: boolean },
  now: Date,
): Promise<void> {
  await tx.execute(sql`delete from edition_totals where edition_id = ${edition.id}`);
  await tx.execute(sql`
    insert into edition_totals (edition_id, state, reason_code, refusal_key, outcome, deliveries, quiet, opened, clicked,
      machine_opened, machine_clicked, reason)
    select ${edition.id}, g.state, g.code, g."refusalKey", g.outcome, g.deliveries, g.quiet, g.opened, g.clicked,
      g."machineOpened", g."machineClicked", g.reason
    from jsonb_to_recordset(${JSON.stringify(counted.groups)}::jsonb) as g(state text, code text, "refusalKey" text,
      outcome text, deliveries int, quiet int, opened int, clicked int, "machineOpened" int, "machineClicked" int,
      reason text)`);
  const { batches, requests, declined } = counted.figures;
  const history = counted.history === null ? null : JSON.stringify(counted.history);
  await tx.execute(sql`
    insert into counted_editions (edition_id, planned, counted_at, finished_at, is_whole, batches, requests, declined, history)
    select e.id, e.planned, ${now}, case when ${history !== null} then e.finished_at end, ${counted.isWhole},
      ${batches}, ${requests}, ${declined}, ${history}::jsonb
    from editions e where e.id = ${edition.id}
    on conflict (edition_id) do update set planned = excluded.planned, counted_at = excluded.counted_at,
      finished_at = excluded.finished_at, batches = excluded.batches, requests = excluded.requests,
      declined = excluded.declined, history = excluded.history, is_whole = excluded.is_whole`);
}

/** An edition as what is to be counted, whether it was or not; null when there is none, or only its totals are left. */
export async function findUncounted(
  db: Database,
  editionId: string,
): Promise<(Uncounted & { isKept: boolean }) | null> {
  const { rows } = await db.execute<Uncounted & { isKept: boolean }>(sql`
    select ${uncountedColumns}, ${areTotalsKept} as "isKept" from editions e
    where e.id = ${editionId} and not ${isRetired}`);
  return rows[0] ?? null;
}

/** Editions whose totals are kept and that were published since an instant, the newest first. */
export async function listKeptSince(db: Database, since: Date): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e where e.published_at > ${since} and ${areTotalsKept} order by e.published_at desc`);
  return rows.map(({ id }) => id);
}

/** Editions whose kept totals lie in more rows than these, of which there were so many changes. */
export async function listUnfolded(db: Database, mostRows: number): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select edition_id as id from edition_totals group by edition_id having count(*) > ${mostRows}`);
  return rows.map(({ id }) => id);
}

/** Whoever counts an edition or folds its totals: what one of them deletes, no other may. Names the edition within a lock. */
const totalsLock = 7_240_417;

/** Takes an edition's totals for this transaction; false when another has them just now. */
export async function takeTotals(tx: Database, editionId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ isMine: boolean }>(sql`select ${takesTotals(editionId)} as "isMine"`);
  return rows[0]?.isMine ?? false;
}

const takesTotals = (editionId: string) =>
  sql`pg_try_advisory_xact_lock(${totalsLock}::int, hashtext(${editionId}))`;

/**
 * Puts one row in the place of all that add up to it. Safe beside workers that add rows; where another process folds or
 * counts them, nothing is done.
 */
export async function foldTotals(db: Database, editionId: string): Promise<void> {
  await db.execute(sql`
    with mine as materialized (select ${takesTotals(editionId)} as is_mine),
    t as (delete from edition_totals where edition_id = ${editionId} and (select is_mine from mine) returning *)
    insert into edition_totals (edition_id, state, reason_code, refusal_key, outcome, deliveries, quiet, opened, clicked,
      machine_opened, machine_clicked, reason)
    select ${editionId}, t.state, t.reason_code, t.refusal_key, t.outcome, ${measures("t.")}, min(t.reason)
    from t group by t.state, t.reason_code, t.refusal_key, t.outcome
    having sum(t.deliveries) <> 0 or sum(t.quiet) <> 0 or sum(t.opened) <> 0 or sum(t.clicked) <> 0
      or sum(t.machine_opened) <> 0 or sum(t.machine_clicked) <> 0`);
}
