import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { type BlockReason, keptText, type Trouble } from "../codes.ts";
import { freshPace, type GatePace, type ToldLimit } from "./pace.ts";

/** One row in the database is the pace of all workers together. */
const gate = "resend";

/** Why all requests wait; `words` are the provider's own, or all that is kept. */
export type Block = { until: Date; since: Date; code: BlockReason; words: string | null };

/** The gate as it was read, and by which clock. */
export type SeenGate = { pace: GatePace; revision: number; block: Block | null; clockMs: number };

type GateRow = {
  revision: string;
  nextAtMs: number;
  releases: number[];
  toldPerSecond: number | null;
  toldFrom: ToldLimit["from"] | null;
  toldAtMs: number | null;
  slowedPerSecond: number | null;
  slowedAtMs: number | null;
  limitedAtMs: number | null;
  trialMs: number | null;
  until: string | null;
  since: string | null;
  code: BlockReason | null;
  words: string | null;
  clockMs: number;
};

const msOf = (instant: SQL) => sql`(extract(epoch from ${instant}) * 1000)::float8`;

const columns = (now: Date) => sql`
  g.revision, ${msOf(sql`g.next_at`)} as "nextAtMs", g.releases,
  g.provider_limit_per_second as "toldPerSecond", g.limit_from as "toldFrom", ${msOf(sql`g.limit_told_at`)} as "toldAtMs",
  g.slowed_per_second as "slowedPerSecond", ${msOf(sql`g.slowed_at`)} as "slowedAtMs",
  ${msOf(sql`g.limited_at`)} as "limitedAtMs", g.trial_ms as "trialMs",
  case when g.blocked_until > ${now} then g.blocked_until end as until, g.blocked_since as since,
  g.blocked_code as code, g.blocked_reason as words, ${msOf(sql`clock_timestamp()`)} as "clockMs"`;

/** The gate as it stands, in one statement; null where no request was made yet. */
export async function findOpenGate(db: Database, now: Date): Promise<SeenGate | null> {
  const { rows } = await db.execute<GateRow>(
    sql`select ${columns(now)} from send_gates g where name = ${gate}`,
  );
  const [row] = rows;
  return row ? toSeen(row) : null;
}

/** The gate as it stands; one of which nothing is known where no request was made yet. */
export async function findGate(db: Database, now: Date): Promise<SeenGate> {
  const found = await findOpenGate(db, now);
  if (found !== null) return found;
  const clock = await db.execute<{ ms: number }>(sql`select ${msOf(sql`clock_timestamp()`)} as ms`);
  const clockMs = clock.rows[0]?.ms ?? 0;
  return { pace: freshPace(clockMs), revision: 0, block: null, clockMs };
}

/** Lays the gate down where there is none; its first request goes alone. Safe to repeat. */
export async function openGate(db: Database): Promise<void> {
  await db.execute(sql`
    insert into send_gates (name, next_at, trial_ms) values (${gate}, clock_timestamp(), 0) on conflict do nothing`);
}

type Swap = {
  seen: SeenGate;
  pace: GatePace;
  /** The limit that the pace keeps. */
  perSecond: number;
  /** A booking, which a block refuses. */
  isBooking: boolean;
  now: Date;
};

/**
 * Writes the pace if nobody has changed it since it was seen, in one statement. Its commit is not waited for: what a
 * server that crashes loses of it is over when it is there again.
 *
 * @returns the gate as it was before the statement, with what became of it; null when there is no row any more.
 */
export async function swapPace(
  db: Database,
  { seen, pace, perSecond, isBooking, now }: Swap,
): Promise<{ isWritten: boolean; found: SeenGate } | null> {
  const { rows } = await db.execute<GateRow & { isWritten: boolean }>(sql`
    with quick as (
      select set_config('synchronous_commit', 'off', true)
    ), seen as (
      select g.* from send_gates g cross join quick where g.name = ${gate} for update of g
    ), written as (
      update send_gates set
        revision = send_gates.revision + 1,
        next_at = to_timestamp(${pace.nextAtMs}::float8 / 1000),
        releases = ${`{${pace.releases.join(",")}}`}::float8[],
        provider_limit_per_second = ${pace.told?.perSecond ?? null},
        limit_from = ${pace.told?.from ?? null},
        limit_told_at = to_timestamp(${pace.told?.atMs ?? null}::float8 / 1000),
        slowed_per_second = ${pace.slowed?.perSecond ?? null},
        slowed_at = to_timestamp(${pace.slowed?.atMs ?? null}::float8 / 1000),
        limited_at = to_timestamp(${pace.limitedAtMs}::float8 / 1000),
        trial_ms = ${pace.trial === "due" ? 0 : pace.trial},
        paced_per_second = ${perSecond}
      from seen
      where send_gates.name = seen.name and seen.revision = ${seen.revision}
        and (not ${isBooking}::boolean or seen.blocked_until is null or seen.blocked_until <= ${now})
      returning 1
    )
    select ${columns(now)}, exists (select from written) as "isWritten" from seen g`);
  const [row] = rows;
  return row ? { isWritten: row.isWritten, found: toSeen(row) } : null;
}

/** Whether requests are blocked now, and why. */
export async function findGateBlock(db: Database, now: Date): Promise<Block | null> {
  return (await findGate(db, now)).block;
}

/** Holds all requests of all workers until an instant; a longer block that stands is kept. */
export async function blockGate(
  db: Database,
  until: Date,
  trouble: Trouble<BlockReason>,
  now: Date,
): Promise<void> {
  // The release before looks whether the text begins with "quota", as the codes of both quotas do.
  await db.execute(sql`
    insert into send_gates (name, next_at, blocked_until, blocked_code, blocked_reason, blocked_since)
    values (${gate}, clock_timestamp(), ${until}, ${trouble.code}, ${keptText(trouble)}, ${now})
    on conflict (name) do update set
      blocked_until = excluded.blocked_until,
      blocked_code = excluded.blocked_code,
      blocked_reason = excluded.blocked_reason,
      blocked_since = case
        when send_gates.blocked_code = excluded.blocked_code then send_gates.blocked_since
        else excluded.blocked_since end
    where send_gates.blocked_until is null or send_gates.blocked_until < excluded.blocked_until`);
}

/** Lets requests leave again. Safe to repeat. */
export async function unblockGate(db: Database): Promise<void> {
  await db.execute(sql`
    update send_gates set blocked_until = null, blocked_code = null, blocked_reason = null, blocked_since = null
    where name = ${gate} and blocked_until is not null`);
}

function toSeen(row: GateRow): SeenGate {
  const { toldPerSecond, toldFrom, toldAtMs, slowedPerSecond, slowedAtMs, trialMs, until, since } = row;
  return {
    revision: Number(row.revision),
    clockMs: row.clockMs,
    block:
      until === null
        ? null
        : {
            until: new Date(until),
            since: new Date(since ?? until),
            code: row.code ?? "other",
            words: row.words,
          },
    pace: {
      nextAtMs: row.nextAtMs,
      releases: row.releases,
      told:
        toldPerSecond === null
          ? null
          : { perSecond: toldPerSecond, from: toldFrom ?? "headers", atMs: toldAtMs ?? 0 },
      slowed: slowedPerSecond === null ? null : { perSecond: slowedPerSecond, atMs: slowedAtMs ?? 0 },
      limitedAtMs: row.limitedAtMs,
      trial: trialMs === 0 ? "due" : trialMs,
    },
  };
}
