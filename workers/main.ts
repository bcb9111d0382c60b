import pTimeout from "p-timeout";
import { collectGarbageEarly } from "../src/collect-garbage-early.ts";
import type { Context } from "../src/context.ts";
import { stopBooking } from "../src/delivery/provider/book-places.ts";
import { type QueueName, queueNames } from "../src/queues/contracts.ts";
import type { OpenQueues, QueueWorker } from "../src/queues/queues.ts";
import { ensureSchedules } from "../src/queues/schedules.ts";
import { definitions } from "./definitions.ts";
import { type MayWork, whileClockIsRight } from "./while-clock-is-right.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Work under way is given this long at a stop, less than the 30 s that a supervisor grants. */
const drainMs = 25_000;

export type RunningWorkers = {
  /** Takes no more jobs, finishes those under way and ends within 30 s. Safe to repeat. */
  close(): Promise<void>;
};

/**
 * Binds the workers of the named queues (all, unless said), and keeps the schedules alive: they are looked
 * at twice in the time between two dispatches, since a wiped queue forgets them. The dispatcher is rung as
 * well, once for all processes: a queue may keep a schedule and yet lose its next job. While this process's
 * clock is off it takes no job and touches no schedule.
 */
export async function startWorkers(ctx: Context, names: QueueName[] = queueNames): Promise<RunningWorkers> {
  collectGarbageEarly();
  const named = bindings().filter(({ name }) => names.includes(name));
  const queues = await ctx.queues.open();
  const working = await whileClockIsRight(ctx.timekeeper, (mayWork) => {
    const running = named.map(({ start }) => start(ctx, queues, mayWork));
    return {
      close: async () => {
        await Promise.allSettled(running.map((worker) => worker.close()));
      },
    };
  });
  const { dispatchEveryMs } = ctx.config.delivery;
  const watch = async () => {
    const period = Math.floor(Date.now() / dispatchEveryMs);
    // Without PostgreSQL there is nothing to compare with, and nothing to ring for.
    if (!(await working.mayWork(false).catch(() => false))) return;
    try {
      await ensureSchedules(ctx);
      await ctx.queues.ring("dispatch", {}, { jobId: `watch-${period}` });
    } catch (error) {
      report(ctx, error);
    }
  };
  await watch();
  await ctx.queues.ring("dispatch", {}).catch((error) => report(ctx, error));
  const watcher = setInterval(watch, dispatchEveryMs / 2);
  return {
    close: async () => {
      clearInterval(watcher);
      const goOn = stopBooking(ctx.gate);
      await pTimeout(working.close(), { milliseconds: drainMs, message: false });
      goOn();
    },
  };
}

function bindings() {
  return [
    bind(definitions.ingest),
    bind(definitions.publish),
    bind(definitions.dispatch),
    bind(definitions.deliver),
    bind(definitions.notices),
    bind(definitions.feedback),
    bind(definitions.housekeeping),
    bind(definitions.reconcile),
    bind(definitions.summaries),
    bind(definitions.repos),
    bind(definitions.pictures),
    bind(definitions.errands),
  ];
}

/** Ties a definition to its own queue, whose payload it takes, and to the rule that a wrong clock does nothing. */
function bind<N extends QueueName>(definition: WorkerDefinition<N>) {
  const { name, concurrency } = definition;
  return {
    name: name as QueueName,
    start: (ctx: Context, queues: OpenQueues, mayWork: MayWork): QueueWorker =>
      queues.work(name, { concurrency, mayRun: () => mayWork(name === "dispatch") }, (payload) =>
        definition.process(ctx, payload),
      ),
  };
}

/** An outage of the queue is no reason to stop: the next look finds it back. */
function report(ctx: Context, error: unknown): void {
  ctx.log.warn(
    { reason: error instanceof Error ? error.message : "unknown" },
    "the queue is out of reach for now",
  );
}
