import pRetry from "p-retry";

/** How a statement that wants a table for itself gives way to those that hold it, and comes again. */
export type LockPace = {
  /** A statement that cannot have its lock for this long gives way to the workers that hold it, and comes again. */
  lockTimeoutMs: number;
  /** How often it is tried before the caller is told that something holds a table. */
  mostTries: number;
  /** Between two tries. */
  pauseMs: number;
};

/** Lock not available, deadlock detected. */
const givenWay = new Set(["55P03", "40P01"]);

/** Repeats a step that gave way. The step sets `lock_timeout` itself. Throws what the last try threw. */
export function untilUnlocked<T>(pace: LockPace, step: () => Promise<T>): Promise<T> {
  return pRetry(step, {
    retries: pace.mostTries - 1,
    minTimeout: pace.pauseMs,
    factor: 1,
    shouldRetry: ({ error }) => isGivenWay(error),
  });
}

/** Whether a statement gave way: a table is held by something else. */
export function isGivenWay(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return hasCode(error) || hasCode(cause);
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && "code" in error && givenWay.has(String(error.code));
}
