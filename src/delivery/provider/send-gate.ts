import { setTimeout as wait } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { type BlockReason, keptText, type Trouble } from "../codes.ts";
import type { MailLimits } from "../mailers/mailer.ts";

/** Single mails that the site caused go before digests, and what only reads goes when nothing is to be sent. */
export type SendLane = "notice" | "digest" | "reading";

export type SendSlot =
  | { kind: "go" }
  | { kind: "blocked"; until: Date; trouble: Trouble<BlockReason> }
  /** The caller itself said no when the slot was booked. */
  | { kind: "declined" };

/** One row in the database is the pace of all workers together. */
const gate = "resend";

/**
 * A provider may count its second from any instant, and a request may be under way for longer than the one
 * before it. Spread over 1.2 s, requests may each be late by up to 200 ms and no window of one second
 * sees more of them than the limit.
 */
const windowSeconds = 1.2;

/** A process that was held up for longer misses its slot: it would come together with those behind it. */
const mostLateMs = 60;

/** On a machine that is always late a slot is taken all the same, after this many that were missed. */
const mostMissed = 5;

/** Requests a second while neither the configuration nor the provider says anything. */
export const usualRequestsPerSecond = 2;

/** A digest books no further ahead than this, so that a notice that comes later still goes first. */
const leastLeadSeconds = 0.02;

/**
 * Waits until the next request may leave, at the pace that all workers share, and books it. Comes back at
 * once when requests are blocked (a quota, a refused key). Local mailboxes have no pace.
 *
 * @param begin what is written down before a request leaves; done once, in the time that is waited for the
 *   slot, so that the request leaves just then. When it says no, nothing leaves.
 */
export async function acquireSendSlot(
  ctx: Context,
  lane: SendLane,
  begin: () => Promise<boolean> = async () => true,
): Promise<SendSlot> {
  if (ctx.mailer.name === "outbox") return (await begin()) ? { kind: "go" } : { kind: "declined" };
  let hasBegun = false;
  for (let missed = 0; ; ) {
    const askedAtMs = performance.now();
    const booked = await book(ctx.db, lane, ctx.config.mail.resend.requestsPerSecond, ctx.clock.now());
    if (booked.kind === "blocked") return booked;
    // PostgreSQL read its clock between `askedAtMs` and now. The wait begins now, so that no request leaves early;
    // lateness counts from `askedAtMs`, so that no late request passes as punctual.
    const slotAtMs = performance.now() + booked.waitMs;
    const lateAfterMs = askedAtMs + booked.waitMs + mostLateMs;
    if (booked.kind === "slot" && !hasBegun) {
      hasBegun = await begin();
      if (!hasBegun) return { kind: "declined" };
    }
    const waitMs = slotAtMs - performance.now();
    if (waitMs > 0) await wait(waitMs);
    if (booked.kind !== "slot") continue;
    if (performance.now() <= lateAfterMs || missed >= mostMissed) return { kind: "go" };
    missed += 1;
  }
}

/** Why all requests wait; `words` are the provider's own, or all that is kept. */
export type Block = { until: Date; since: Date; code: BlockReason; words: string | null };

/** Whether requests are blocked now, and why. */
export async function findGateBlock(db: Database, now: Date): Promise<Block | null> {
  type Row = { until: string; since: string; code: BlockReason | null; words: string | null };
  const { rows } = await db.execute<Row>(sql`
    select blocked_until as until, blocked_since as since, blocked_code as code, blocked_reason as words
    from send_gates where name = ${gate} and blocked_until > ${now}`);
  const [row] = rows;
  if (!row) return null;
  return { ...row, code: row.code ?? "other", until: new Date(row.until), since: new Date(row.since) };
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

/** A pace that is slower or faster is no limit of an account: it would hold all mails, or none. */
const [slowestPerSecond, fastestPerSecond] = [1 / 60, 1_000];

/**
 * Takes over a limit that the provider told, where it is lower than the configured one or none is configured, and
 * lifts it when the provider tells a higher one. The request after the news keeps the new distance already.
 */
export async function noteLimits(ctx: Context, limits: MailLimits): Promise<void> {
  if (limits === null) return;
  if (!(limits.requestsPerSecond >= slowestPerSecond && limits.requestsPerSecond <= fastestPerSecond)) return;
  const configured = ctx.config.mail.resend.requestsPerSecond;
  const told = configured === null || limits.requestsPerSecond < configured ? limits.requestsPerSecond : null;
  await ctx.db.execute(sql`
    update send_gates set provider_limit_per_second = ${told},
      next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${windowSeconds}::float8 / ${limits.requestsPerSecond}::float8))
    where name = ${gate} and provider_limit_per_second is distinct from ${told}::float8`);
}

/** The distance of two requests of a row of gates. */
function spacingSeconds(configuredPerSecond: number | null): SQL {
  return sql`${windowSeconds}::float8 / coalesce(least(${configuredPerSecond}::float8, provider_limit_per_second),
    ${usualRequestsPerSecond}::float8)`;
}

/** How far apart requests leave at the present limit, in milliseconds; 0 where mails stay in the local mailbox. */
export async function findSpacingMs(ctx: Pick<Context, "db" | "config">): Promise<number> {
  const { transport, resend } = ctx.config.mail;
  if (transport === "outbox") return 0;
  const { rows } = await ctx.db.execute<{ seconds: number }>(sql`
    select ${spacingSeconds(resend.requestsPerSecond)} as seconds
    from (values (1)) as one left join send_gates on name = ${gate}`);
  return 1000 * (rows[0]?.seconds ?? 0);
}

type Booking =
  | { kind: "slot"; waitMs: number }
  | { kind: "later"; waitMs: number }
  | { kind: "blocked"; until: Date; trouble: Trouble<BlockReason> };

type GateReading = {
  isBooked: boolean;
  waitMs: number;
  blockedUntil: string | null;
  blockedCode: BlockReason | null;
  blockedWords: string | null;
};

/** One statement reads the pace and moves it on, so that two workers never book the same slot. */
async function book(
  db: Database,
  lane: SendLane,
  requestsPerSecond: number | null,
  now: Date,
): Promise<Booking> {
  const { rows } = await db.execute<GateReading>(sql`
    with seen as (
      select * from send_gates where name = ${gate} for update
    ), pace as (
      select *, clock_timestamp() as instant, greatest(next_at, clock_timestamp()) as slot,
        ${spacingSeconds(requestsPerSecond)} as spacing
      from seen
    ), decision as (
      select *, blocked_until is not null and blocked_until > ${now} as is_blocked,
        ${lane === "notice"} or slot <= instant + make_interval(
          secs => case when ${lane === "reading"} then 0 else greatest(spacing, ${leastLeadSeconds}::float8) end) as is_near
      from pace
    ), moved as (
      update send_gates set next_at = slot + make_interval(secs => spacing)
      from decision where send_gates.name = decision.name and not is_blocked and is_near
    )
    select not is_blocked and is_near as "isBooked",
      greatest(0, extract(epoch from slot - instant) * 1000)::float8 as "waitMs",
      case when is_blocked then blocked_until end as "blockedUntil",
      blocked_code as "blockedCode", blocked_reason as "blockedWords"
    from decision`);
  const [row] = rows;
  if (row) return toBooking(row);
  await db.execute(
    sql`insert into send_gates (name, next_at) values (${gate}, clock_timestamp()) on conflict do nothing`,
  );
  return book(db, lane, requestsPerSecond, now);
}

function toBooking({ isBooked, waitMs, blockedUntil, blockedCode, blockedWords }: GateReading): Booking {
  if (blockedUntil !== null) {
    const trouble = { code: blockedCode ?? "other", words: blockedWords, facts: null } as const;
    return { kind: "blocked", until: new Date(blockedUntil), trouble };
  }
  return { kind: isBooked ? "slot" : "later", waitMs };
}
