/** How a provider counts requests: all in whole seconds of its own, in the second before each, or by tokens. */
export const limiterKinds = ["fixed window", "sliding window", "token bucket"] as const;
export type LimiterKind = (typeof limiterKinds)[number];

/** Admits so many requests a second; all instants are milliseconds of one clock. */
export type Limiter = {
  perSecond(): number;
  /** Whether a request that arrives now is admitted; one that is not uses nothing up. */
  admits(nowMs: number): boolean;
  /** How many more it would admit at this instant. */
  remaining(nowMs: number): number;
  /** Until it admits the next one; 0 when it does so now. */
  untilRoomMs(nowMs: number): number;
};

/**
 * @param perSecond is asked at each request, and may change.
 * @param startedMs where the first whole second of a fixed window begins.
 */
export function createLimiter(kind: LimiterKind, perSecond: () => number, startedMs = 0): Limiter {
  const counter = { "fixed window": fixed, "sliding window": sliding, "token bucket": bucket }[kind](
    perSecond,
    startedMs,
  );
  return {
    perSecond,
    ...counter,
    admits: (nowMs) => {
      if (counter.remaining(nowMs) < 1) return false;
      counter.take(nowMs);
      return true;
    },
  };
}

type Counter = Pick<Limiter, "remaining" | "untilRoomMs"> & { take(nowMs: number): void };

function fixed(perSecond: () => number, startedMs: number): Counter {
  let second = Number.NaN;
  let taken = 0;
  const turn = (nowMs: number) => {
    const now = Math.floor((nowMs - startedMs) / 1_000);
    if (now !== second) taken = 0;
    second = now;
  };
  const remaining = (nowMs: number) => {
    turn(nowMs);
    return perSecond() - taken;
  };
  return {
    remaining,
    take: () => {
      taken += 1;
    },
    untilRoomMs: (nowMs) => (remaining(nowMs) > 0 ? 0 : startedMs + 1_000 * (second + 1) - nowMs),
  };
}

function sliding(perSecond: () => number): Counter {
  let taken: number[] = [];
  const remaining = (nowMs: number) => {
    taken = taken.filter((atMs) => atMs > nowMs - 1_000);
    return perSecond() - taken.length;
  };
  return {
    remaining,
    take: (nowMs) => {
      taken.push(nowMs);
    },
    untilRoomMs: (nowMs) => (remaining(nowMs) > 0 ? 0 : Math.max(0, (taken[0] ?? nowMs) + 1_000 - nowMs)),
  };
}

/** It holds a second's worth, full at first. */
function bucket(perSecond: () => number): Counter {
  let tokens = perSecond();
  let filledMs: number | null = null;
  const fill = (nowMs: number) => {
    tokens = Math.min(perSecond(), tokens + ((nowMs - (filledMs ?? nowMs)) * perSecond()) / 1_000);
    filledMs = nowMs;
    return tokens;
  };
  return {
    remaining: (nowMs) => Math.floor(fill(nowMs)),
    take: (nowMs) => {
      tokens = fill(nowMs) - 1;
    },
    untilRoomMs: (nowMs) => Math.max(0, ((1 - fill(nowMs)) * 1_000) / perSecond()),
  };
}
