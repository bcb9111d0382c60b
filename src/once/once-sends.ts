import { setTimeout as wait } from "node:timers/promises";
import { stopBooking } from "../delivery/provider/book-places.ts";
import type { GateMemory } from "../delivery/provider/gate-memory.ts";

/** The requests for mail of one run. */
export type OnceSends = {
  isStopped(): boolean;
  /** Aborted by the stop. */
  stopping: AbortSignal;
  /** Counts what sends among what a stop waits for. */
  hold<T>(sending: Promise<T>): Promise<T>;
  /** Waits so long, or until the stop. */
  pause(ms: number): Promise<void>;
  /** Begins no request from now on. Resolves when those under way have their outcome; never rejects. */
  stop(): Promise<void>;
};

/**
 * A request whose answer is not waited for must be repeated within the life of its key, which the next run of a daily
 * schedule would miss: so whoever is asked to stop hears the answers first.
 *
 * @param gate that of the run's context.
 */
export function createOnceSends(gate: GateMemory): OnceSends {
  const underWay = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const { signal } = stopping;
  return {
    isStopped: () => signal.aborted,
    stopping: signal,
    hold: (sending) => {
      underWay.add(sending);
      return sending.finally(() => underWay.delete(sending));
    },
    pause: (ms) => wait(ms, undefined, { signal }).catch(() => {}),
    stop: async () => {
      stopping.abort();
      stopBooking(gate);
      await Promise.allSettled(underWay);
    },
  };
}
