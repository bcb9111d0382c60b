import type { Timekeeper } from "../src/db/timekeeper.ts";

export type Work = { close(): Promise<void> };

/** Compares the clock, when `isAnew` or when that is due, and stops the work when it is off. */
export type MayWork = (isAnew: boolean) => Promise<boolean>;

export type HeldWork = Work & { mayWork: MayWork };

/** A clock that is set is noticed after this time, and one that is right again too. */
const lookEveryMs = 1_000;

/**
 * Runs work while this process's clock is right. BullMQ reads that clock for delays, locks and schedules, so
 * nothing of it may run while it is wrong: the work is stopped, not awaited by whoever noticed, and begun
 * again by itself.
 *
 * @param begin may be called many times, each time after what was begun before has ended.
 */
export async function whileClockIsRight(
  timekeeper: Timekeeper,
  begin: (mayWork: MayWork) => Work,
): Promise<HeldWork> {
  let running: Work | null = null;
  let ending: Promise<void> = Promise.resolve();
  let isClosed = false;
  const stop = () => {
    if (running) ending = running.close();
    running = null;
  };
  const mayWork: MayWork = async (isAnew) => {
    const { isRight } = await (isAnew ? timekeeper.compare() : timekeeper.check());
    if (!isRight) stop();
    return isRight;
  };
  const look = async () => {
    // Without PostgreSQL there is nothing to compare with, and nothing that a job could do.
    const isRight = await mayWork(false).catch(() => running !== null);
    if (isRight && !running) {
      await ending;
      if (!isClosed) running = begin(mayWork);
    }
    if (!isClosed) timer = setTimeout(look, lookEveryMs);
  };
  let timer: NodeJS.Timeout | undefined;
  await look();
  return {
    mayWork,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      stop();
      await ending;
    },
  };
}
