import { type JobPayload, jobPayloads, type QueueName } from "./contracts.ts";
import type { Queues } from "./queues.ts";

/** A job of one queue, with what it carries. */
export type RungJob<N extends QueueName = QueueName> = { [K in N]: { name: K; payload: JobPayload<K> } }[N];

/** Lines that nobody else sees: what rings lies here until this process takes it. */
export type InnerQueues = Queues & {
  /** What has rung since it was last taken, each job once. What was to wait is not among it: PostgreSQL knows when. */
  takeRung(): RungJob[];
};

/**
 * Queues for a process that does by itself what is due, until nothing is, and ends. They need no server, and what lies in
 * them at the end is lost without harm, since PostgreSQL holds the truth.
 */
export function createInnerQueues(): InnerQueues {
  let rung = new Map<string, RungJob>();
  const ring = <N extends QueueName>(name: N, payload: JobPayload<N>, delayMs = 0) => {
    if (delayMs > 0) return;
    const job = jobOf(name, jobPayloads[name].parse(payload) as JobPayload<N>);
    rung.set(JSON.stringify(job), job);
  };
  return {
    backend: "postgres",
    takeRung: () => {
      const taken = [...rung.values()];
      rung = new Map();
      return taken;
    },
    ring: async (name, payload, { delayMs } = {}) => ring(name, payload, delayMs),
    ringAll: async (name, jobs) => {
      for (const { payload, delayMs } of jobs) ring(name, payload, delayMs);
    },
    schedule: async () => {},
    isScheduled: async () => true,
    unschedule: async () => {},
    counts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
    dropFinished: async () => 0,
    open: async () => {
      throw new Error("an inner queue is none of BullMQ's");
    },
    probe: async () => {},
    close: async () => {},
  };
}

/** The name and the payload belong together, which the compiler cannot see of a type that is yet to be named. */
function jobOf<N extends QueueName>(name: N, payload: JobPayload<N>): RungJob {
  return { name, payload } as RungJob;
}
