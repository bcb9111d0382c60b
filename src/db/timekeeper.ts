import { sql } from "drizzle-orm";
import type { Clock } from "../clock.ts";
import { RefusedError } from "../errors.ts";
import type { Database } from "./client.ts";

/** How this process's own clock stood to PostgreSQL's when they were last compared. */
type ClockOpinion = {
  isRight: boolean;
  /** Milliseconds that the process is ahead of PostgreSQL; negative when it is behind. */
  offsetMs: number;
};

/** Tells the time by which a process works, and whether the process's own clock may be trusted. */
export type Timekeeper = {
  /** The process's own clock while it is right, PostgreSQL's carried on while it is not. */
  clock: Clock;
  /** The last comparison. */
  last(): ClockOpinion;
  /** Compares when the last comparison is older than some seconds or the clock was set since. Rejects as `compare`. */
  check(): Promise<ClockOpinion>;
  /** Compares anew; rejects with the driver's error when PostgreSQL does not answer. */
  compare(): Promise<ClockOpinion>;
};

/**
 * The most by which a process's clock may differ from PostgreSQL's; beyond it the process does no work. Less than
 * the 15 s of a lease (`DELIVERY_LEASE_MS`): with a greater difference two workers could hold one batch.
 */
export const mostOffsetMs = 10_000;

/** A comparison holds for this long, unless the clock is set meanwhile. */
const freshMs = 5_000;

/** A clock that leaves the monotonic one by more than this was set, or the machine slept. */
const jumpMs = 1_000;

type Comparison = ClockOpinion & {
  /** The three clocks at the instant of the answer, in milliseconds. */
  systemMs: number;
  databaseMs: number;
  monotonicMs: number;
};

/**
 * Compares the process's clock with PostgreSQL's, at once and then whenever it is asked, and says in the log
 * when it is found wrong and when it is right again. Time between two comparisons is measured by the
 * monotonic clock, so that a clock that is set in the middle of a job moves no instant that the job writes.
 *
 * @param system the process's own clock.
 */
export async function createTimekeeper(
  db: Database,
  system: Clock,
  log: { error(fields: object, message: string): void; info(fields: object, message: string): void },
): Promise<Timekeeper> {
  let last = await readClocks(db, system);
  let underWay: Promise<ClockOpinion> | null = null;
  const say = (wasRight: boolean) => {
    const { isRight, offsetMs } = last;
    if (isRight === wasRight) return;
    if (isRight) log.info({ offsetMs }, "this process's clock is right again: it works");
    else log.error({ offsetMs }, `${clockWords(offsetMs)}: it runs no job until its clock is right`);
  };
  say(true);
  const sinceLast = () => {
    const elapsedMs = performance.now() - last.monotonicMs;
    return { elapsedMs, jumpedMs: system.now().getTime() - last.systemMs - elapsedMs };
  };
  const compareOnce = async () => {
    const wasRight = last.isRight;
    last = await readClocks(db, system);
    say(wasRight);
    return last;
  };
  const compare = () => {
    underWay ??= compareOnce().finally(() => {
      underWay = null;
    });
    return underWay;
  };
  return {
    clock: {
      now: () => {
        const { elapsedMs, jumpedMs } = sinceLast();
        return last.isRight && Math.abs(jumpedMs) <= jumpMs
          ? system.now()
          : new Date(last.databaseMs + elapsedMs);
      },
    },
    last: () => last,
    check: async () => {
      const { elapsedMs, jumpedMs } = sinceLast();
      return elapsedMs < freshMs && Math.abs(jumpedMs) <= jumpMs ? last : compare();
    },
    compare,
  };
}

/** A timekeeper whose clock is right by decree, such as one that a test moves. */
export function trustClock(clock: Clock): Timekeeper {
  const opinion = { isRight: true, offsetMs: 0 };
  return { clock, last: () => opinion, check: async () => opinion, compare: async () => opinion };
}

/** For commands that do what jobs do. @throws {RefusedError} where this process's clock is off. */
export function assertClockRight(timekeeper: Timekeeper): void {
  const { isRight, offsetMs } = timekeeper.last();
  if (isRight) return;
  throw new RefusedError(`Nothing is done here, since ${clockWords(offsetMs)}: set it right first.`);
}

/** What an operator is told of a clock that is off. */
export function clockWords(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  return `this process's clock is ${seconds} s ${offsetMs < 0 ? "behind" : "ahead of"} PostgreSQL's`;
}

/** The database read its clock somewhere in the round trip: half of it is the most that the offset may be wrong by. */
async function readClocks(db: Database, system: Clock): Promise<Comparison> {
  const askedMs = performance.now();
  const { rows } = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const monotonicMs = performance.now();
  const systemMs = system.now().getTime();
  const halfTripMs = (monotonicMs - askedMs) / 2;
  const databaseMs = (rows[0]?.ms ?? 0) + halfTripMs;
  const offsetMs = Math.round(systemMs - databaseMs);
  return {
    isRight: Math.abs(offsetMs) <= mostOffsetMs + halfTripMs,
    offsetMs,
    systemMs,
    databaseMs,
    monotonicMs,
  };
}
