import type { Clock } from "../../src/clock.ts";

/** A clock that a test moves. */
export type TestClock = Clock & { set(instant: string | Date): void; advance(ms: number): void };

/** One that stands still until it is moved. */
export function createTestClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set: (instant) => {
      now = new Date(instant);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}

/** One that runs as clocks do: for workers that wait for each other, and processes that have none but the system's. */
export function createRunningClock(): TestClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    set: (instant) => {
      aheadMs = new Date(instant).getTime() - Date.now();
    },
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
