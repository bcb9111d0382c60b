import { createPostgresBackend, type Job, type JobsOptions, Queue, WaitingError, Worker } from "bullmq";
import { within } from "../calendar/within.ts";
import { translateDatabaseFault } from "../db/database-fault.ts";
import { UnreachableError } from "../errors.ts";
import { type Log, withLogFields } from "../telemetry/log.ts";
import type { Traces } from "../telemetry/spans.ts";
import { traceparent } from "../telemetry/traces.ts";
import type { QueueConnection } from "./connection.ts";
import { type JobPayload, jobPayloads, type QueueName, queueNames } from "./contracts.ts";

type RingOptions = {
  /** A job with this id that waits or runs already makes the ring a repetition without effect. */
  jobId?: string;
  delayMs?: number;
};

export type Rhythm = { everyMs: number };

export type QueueCounts = { waiting: number; active: number; delayed: number; failed: number };

type WorkOptions = {
  concurrency: number;
  /** Asked before each job: one that may not run is given back, for another process to take at once. */
  mayRun?: () => Promise<boolean>;
};

export type QueueWorker = {
  /** Takes no more jobs, waits for those under way and ends. */
  close(): Promise<void>;
};

/** The named lines of this installation, on whichever backend, once BullMQ is loaded. */
export type OpenQueues = {
  backend: QueueConnection["backend"];
  /** Adds one job. @throws {UnreachableError} when the queue does not answer within some seconds. */
  ring<N extends QueueName>(name: N, payload: JobPayload<N>, options?: RingOptions): Promise<void>;
  /** Adds many jobs of one queue in one round trip. */
  ringAll<N extends QueueName>(name: N, jobs: (RingOptions & { payload: JobPayload<N> })[]): Promise<void>;
  /** Makes or renews a schedule. */
  schedule<N extends QueueName>(name: N, id: string, every: Rhythm, payload: JobPayload<N>): Promise<void>;
  /** Whether a schedule is there with this rhythm, and with a run to come when the rhythm says. */
  isScheduled(name: QueueName, id: string, every: Rhythm): Promise<boolean>;
  /** Removes a schedule and its next job, also of a queue that is no longer in use. Safe to repeat. */
  unschedule(name: string, id: string): Promise<void>;
  work<N extends QueueName>(
    name: N,
    options: WorkOptions,
    process: (payload: JobPayload<N>) => Promise<unknown>,
  ): QueueWorker;
  counts(name: QueueName): Promise<QueueCounts>;
  /** Drops jobs that were done or given up longer ago than this; returns how many. */
  dropFinished(name: QueueName, olderThanMs: number): Promise<number>;
  /** BullMQ's own queue, for its dashboard. */
  bullQueue(name: QueueName): Queue;
  /** Why the queue does not answer, when it does not, and what to do; one sentence. */
  describeOutage(): string;
  /**
   * Writes and removes something of each queue as BullMQ would, which a server that is read-only, full or not
   * the one that keeps the queue refuses. @throws the driver's error, or `UnreachableError` as above.
   */
  probe(): Promise<void>;
  close(): Promise<void>;
};

/** The same lines for whoever may never use them: BullMQ and its driver are loaded at the first use. */
export type Queues = Omit<OpenQueues, "work" | "bullQueue" | "describeOutage"> & {
  /** Loads it now. @throws {RefusedError} when a file that its connection needs cannot be read. */
  open(): Promise<OpenQueues>;
};

/** How long a caller waits for the queue before it goes on without: the truth is in PostgreSQL. */
const ringTimeoutMs = 5_000;

/** BullMQ's classes that could not begin in an outage never recover: they are made anew after this pause. */
const remakeMs = 1_000;

/**
 * A schedule is repaired when its next run is overdue by this much, since its job was lost, or when it lies this
 * much later than its rhythm allows, since a process whose clock was ahead has moved it.
 */
const overdueMs = 60_000;

/** A line in which nobody works. */
const probeQueue = "probe";

const keptJobs = 200;
const dropAtOnce = 1_000;

/** Binds every queue of the contract to one connection; queues are made when first used. */
export function createQueues(connection: QueueConnection, log: Log, traces: Traces): OpenQueues {
  const made = new Map<string, Queue>();
  const queueOf = (name: string): Queue => {
    const known = made.get(name);
    if (known) return known;
    const queue = makeQueue(connection, name);
    queue.on("error", () => {}); // reported once by the connection itself
    made.set(name, queue);
    queue.waitUntilReady().catch(() => {
      if (made.get(name) === queue) made.delete(name);
      queue.close().catch(() => {});
    });
    return queue;
  };
  return {
    backend: connection.backend,
    ring: (name, payload, options = {}) =>
      doneInTime(
        connection,
        queueOf(name).add(name, jobPayloads[name].parse(payload), ringOptions(name, options)),
      ),
    ringAll: (name, jobs) =>
      doneInTime(
        connection,
        queueOf(name).addBulk(
          jobs.map(({ payload, ...options }) => ({ name, data: payload, opts: ringOptions(name, options) })),
        ),
      ),
    schedule: (name, id, every, payload) =>
      doneInTime(
        connection,
        queueOf(name).upsertJobScheduler(
          id,
          { every: every.everyMs },
          { name, data: payload, opts: jobOptions(name) },
        ),
      ),
    isScheduled: async (name, id, every) => {
      const scheduler = await inTime(connection, queueOf(name).getJobScheduler(id));
      const nextMs = scheduler?.next ?? 0;
      const now = Date.now();
      if (!scheduler || nextMs < now - overdueMs || nextMs > now + every.everyMs + overdueMs) return false;
      return Number(scheduler.every) === every.everyMs;
    },
    unschedule: (name, id) => doneInTime(connection, queueOf(name).removeJobScheduler(id)),
    work: (name, options, process) => startWorker(connection, log, traces, name, options, process),
    counts: async (name) => {
      const counts = await inTime(
        connection,
        queueOf(name).getJobCounts("waiting", "active", "delayed", "failed"),
      );
      return {
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
        failed: counts.failed ?? 0,
      };
    },
    dropFinished: async (name, olderThanMs) => {
      const dropped = await inTime(
        connection,
        Promise.all([
          queueOf(name).clean(olderThanMs, dropAtOnce, "completed"),
          queueOf(name).clean(olderThanMs, dropAtOnce, "failed"),
        ]),
      );
      return dropped.flat().length;
    },
    bullQueue: queueOf,
    describeOutage: () => connection.describeOutage(),
    probe: () => inTime(connection, connection.probe([...queueNames, probeQueue])),
    close: async () => {
      await Promise.allSettled([...made.values()].map((queue) => queue.close()));
      made.clear();
      await connection.close();
    },
  };
}

/** A job begins a trace of its own, linked to what rang for it: one publication rings for thousands. */
function traceJob<T>(traces: Traces, name: QueueName, job: Job, work: () => Promise<T>): Promise<T> {
  const facts = {
    "messaging.system": "bullmq",
    "messaging.operation.type": "process",
    "messaging.operation.name": "process",
    "messaging.destination.name": name,
    "messaging.message.id": job.id ?? "",
    "paperboy.job.attempt": job.attemptsStarted,
  };
  return traces.begin(`process ${name}`, facts, work, {
    kind: "consumer",
    cause: job.opts.telemetry?.metadata,
  });
}

/** Finished deliveries leave no job behind: their record is the ledger, and their id must ring again. */
function jobOptions(name: QueueName): JobsOptions {
  const isKept = name !== "deliver";
  return {
    removeOnComplete: isKept ? { count: keptJobs } : true,
    removeOnFail: isKept ? { count: keptJobs } : true,
  };
}

/** BullMQ keeps a place in a job's options for what caused it; the payload stays ids only. */
function ringOptions(name: QueueName, { jobId, delayMs }: RingOptions): JobsOptions {
  const cause = traceparent();
  return {
    ...jobOptions(name),
    ...(jobId === undefined ? {} : { jobId }),
    ...(delayMs === undefined ? {} : { delay: delayMs }),
    ...(cause === undefined ? {} : { telemetry: { metadata: cause } }),
  };
}

function makeQueue(connection: QueueConnection, name: string): Queue {
  return connection.backend === "redis"
    ? new Queue(name, { connection: connection.client, prefix: connection.prefix })
    : asQueue(new Queue(name, { connection: connection.client }, createPostgresBackend));
}

/** The two backends differ only in the type of their connection, which nobody reads from a queue. */
function asQueue(queue: unknown): Queue {
  return queue as Queue;
}

/** A worker that is made again when it could not begin, until it is closed. */
function startWorker<N extends QueueName>(
  connection: QueueConnection,
  log: Log,
  traces: Traces,
  name: N,
  options: WorkOptions,
  process: (payload: JobPayload<N>) => Promise<unknown>,
): QueueWorker {
  const { mayRun = async () => true } = options;
  let isClosed = false;
  let worker: Worker;
  const begin = () => {
    const begun = makeWorker(connection, name, options, (job, token) =>
      withLogFields({ queue: name, jobId: job.id }, async () => {
        if (!(await mayRun())) return giveBack(job, token);
        return traceJob(traces, name, job, () => process(parsePayload(name, job.data))).catch(
          (error: unknown) => {
            // The queue keeps what a job failed of and shows it: no query and none of its values may stand there.
            throw translateDatabaseFault(error);
          },
        );
      }),
    );
    worker = begun;
    begun.on("error", (error) => log.debug({ queue: name, reason: error.message }, "worker connection"));
    begun.on("failed", (job, error) => log.error({ queue: name, jobId: job?.id, err: error }, "job failed"));
    begun.waitUntilReady().catch(() => {
      begun.close(true).catch(() => {});
      setTimeout(() => {
        if (!isClosed) begin();
      }, remakeMs);
    });
  };
  begin();
  return {
    close: () => {
      isClosed = true;
      return worker.close();
    },
  };
}

/** Puts a job back at the head of its line, not delayed, which would be counted by this process's clock. */
async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

function makeWorker(
  connection: QueueConnection,
  name: QueueName,
  { concurrency }: WorkOptions,
  run: (job: Job, token?: string) => Promise<unknown>,
): Worker {
  const options = {
    concurrency,
    lockDuration: connection.lockMs,
    stalledInterval: Math.floor(connection.lockMs / 3),
    // A batch may outlive many workers; giving its job up would only mean to ring again.
    maxStalledCount: 10,
    runRetryDelay: 1_000,
  };
  return connection.backend === "redis"
    ? new Worker(name, run, { ...options, connection: connection.client, prefix: connection.prefix })
    : asWorker(new Worker(name, run, { ...options, connection: connection.client }, createPostgresBackend));
}

/** As with queues, only the type of the connection differs. */
function asWorker(worker: unknown): Worker {
  return worker as Worker;
}

function parsePayload<N extends QueueName>(name: N, data: unknown): JobPayload<N> {
  return jobPayloads[name].parse(data) as JobPayload<N>;
}

/** BullMQ waits for a lost Redis for ever; a caller does not. */
async function inTime<T>(connection: QueueConnection, work: Promise<T>): Promise<T> {
  const away = (options?: ErrorOptions) =>
    new UnreachableError(connection.describeOutage(options?.cause), options);
  try {
    return await within(ringTimeoutMs, work, away);
  } catch (cause) {
    throw connection.isOutage(cause) ? away({ cause }) : cause;
  }
}

/** As above, for a caller who needs no more than to know that it is done. */
async function doneInTime(connection: QueueConnection, work: Promise<unknown>): Promise<void> {
  await inTime(connection, work);
}
