import type { Context } from "../context.ts";
import type { JobPayload, QueueName } from "./contracts.ts";
import type { Queues, Rhythm } from "./queues.ts";

const feedbackEveryMs = 60_000;
const noticesEveryMs = 30_000;

/** Schedules that an older release made: what they rang for is read from the ledger now, or watched by a timer. */
const retired = [
  { name: "alerts", id: "watch" },
  { name: "housekeeping", id: "daily" },
  { name: "ingest", id: "today" },
  { name: "publish", id: "daily" },
  { name: "publish", id: "weekly" },
  { name: "publish", id: "monthly" },
];

/**
 * Makes the job schedules that are missing (all, after a queue was wiped) or have another rhythm, and rings the
 * dispatcher when any was; ends those that an older release left. Safe to repeat.
 */
export async function ensureSchedules({ queues, config }: Pick<Context, "queues" | "config">): Promise<void> {
  const { dispatchEveryMs } = config.delivery;
  const made = await Promise.all([
    ensure(queues, "dispatch", "due-batches", { everyMs: dispatchEveryMs }, {}),
    ensure(queues, "notices", "open-notices", { everyMs: noticesEveryMs }, {}),
    ensure(queues, "feedback", "stored-events", { everyMs: feedbackEveryMs }, { isRung: false }),
  ]);
  await Promise.all(retired.map(({ name, id }) => queues.unschedule(name, id)));
  if (made.some(Boolean)) await queues.ring("dispatch", {});
}

async function ensure<N extends QueueName>(
  queues: Queues,
  name: N,
  id: string,
  every: Rhythm,
  payload: JobPayload<N>,
): Promise<boolean> {
  if (await queues.isScheduled(name, id, every)) return false;
  // BullMQ carries an interval on from the run that it knows, however far away that lies.
  await queues.unschedule(name, id);
  await queues.schedule(name, id, every, payload);
  return true;
}
