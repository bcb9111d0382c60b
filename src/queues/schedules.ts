import type { Context } from "../context.ts";
import type { JobPayload, QueueName } from "./contracts.ts";
import type { Queues, Rhythm } from "./queues.ts";

const feedbackEveryMs = 60_000;
const noticesEveryMs = 30_000;
const alertsEveryMs = 60_000;

/** Once a day, when least is sent. */
const housekeepingAt = "37 2 * * *";

/**
 * Makes the job schedules that are missing (all, after a queue was wiped) or have another rhythm, and rings the dispatcher when
 * any was. Patterns are cron in UTC. Safe to repeat.
 */
export async function ensureSchedules({ queues, config }: Pick<Context, "queues" | "config">): Promise<void> {
  const { publishAt, ingestEvery } = config.schedule;
  const { dispatchEveryMs } = config.delivery;
  const [minute = "0", hour = "4"] = publishAt.trim().split(/\s+/);
  const made = await Promise.all([
    ensure(queues, "dispatch", "due-batches", { everyMs: dispatchEveryMs }, {}),
    ensure(queues, "notices", "open-notices", { everyMs: noticesEveryMs }, {}),
    ensure(queues, "feedback", "stored-events", { everyMs: feedbackEveryMs }, { isRung: false }),
    ensure(queues, "alerts", "watch", { everyMs: alertsEveryMs }, {}),
    ensure(queues, "housekeeping", "daily", { pattern: housekeepingAt }, {}),
    ensure(queues, "ingest", "today", { pattern: ingestEvery }, {}),
    ensure(queues, "publish", "daily", { pattern: publishAt }, { cadence: "daily" }),
    ensure(queues, "publish", "weekly", { pattern: `${minute} ${hour} * * 1` }, { cadence: "weekly" }),
    ensure(queues, "publish", "monthly", { pattern: `${minute} ${hour} 1 * *` }, { cadence: "monthly" }),
  ]);
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
  await queues.schedule(name, id, every, payload);
  return true;
}
