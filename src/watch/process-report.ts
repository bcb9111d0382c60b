import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import { isUrlOfThisMachine } from "../config/networks.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { UnreachableError } from "../errors.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { findShortage, readDiskSpace, readNearestDiskSpace } from "./disk-space.ts";
import { processReports, type queueFaults } from "./tables.ts";

export type ProcessReport = {
  host: string;
  clockOffsetMs: number;
  isClockRight: boolean;
  /** Why its queue cannot be used; null when it can. */
  queueFault: QueueFault | null;
  /** What the queue said. */
  queueError: string | null;
  /** What a disk that is nearly full has left, by what lies on it. */
  fullDisks: Record<string, string>;
};

/** A process that has said nothing for so long is gone, and with it what it said. */
const livingMs = 3 * 60_000;
const keptMs = 24 * 3_600_000;

/**
 * Writes down how this process finds its clock, its queue and its disks, for the watch of every process:
 * what only one of them sees must neither be cleared by the others nor told by each.
 */
export async function reportProcess(ctx: Context, now: Date): Promise<void> {
  const [clock, queue, fullDisks] = await Promise.all([
    ctx.timekeeper.check(),
    ctx.queues.probe().then(() => noFault, readQueueFault),
    findFullDisks(ctx),
  ]);
  const report = {
    host: hostname(),
    reportedAt: now,
    clockOffsetMs: clock.offsetMs,
    isClockRight: clock.isRight,
    ...queue,
    fullDisks,
  };
  await ctx.db
    .insert(processReports)
    .values({ id: ctx.processId, ...report })
    .onConflictDoUpdate({ target: processReports.id, set: report });
  await ctx.db.execute(
    sql`delete from process_reports where reported_at < ${new Date(now.getTime() - keptMs)}`,
  );
}

/** What the processes that live say of themselves. */
export async function listProcessReports(db: Database, now: Date): Promise<ProcessReport[]> {
  const { rows } = await db.execute<ProcessReport>(sql`
    select host, clock_offset_ms::float8 as "clockOffsetMs", is_clock_right as "isClockRight",
      queue_fault as "queueFault", queue_error as "queueError", full_disks as "fullDisks"
    from process_reports where reported_at > ${new Date(now.getTime() - livingMs)} order by host, id`);
  return rows;
}

type QueueFault = (typeof queueFaults)[number];

const noFault = { queueFault: null, queueError: null };

/** Redis begins an error with its code (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors). */
function readQueueFault(error: unknown): { queueFault: QueueFault; queueError: string } {
  if (error instanceof UnreachableError) return { queueFault: "silent", queueError: "no answer in time" };
  const queueError = reasonOf(error);
  return { queueFault: /\bMOVED \d/.test(queueError) ? "moved" : "other", queueError };
}

async function findFullDisks(ctx: Context): Promise<Record<string, string>> {
  const own = findShortage(await readNearestDiskSpace(ctx.config.dataDir));
  const folder = await localDataDirectory(ctx);
  // A folder of another machine, or behind a wall, is nothing that can be told.
  const database = folder === null ? null : await readDiskSpace(folder).then(findShortage, () => null);
  return {
    ...(own === null ? {} : { DATA_DIR: own }),
    ...(database === null ? {} : { "PostgreSQL's data": database }),
  };
}

/** Where a PostgreSQL on this machine keeps its data; null when that is elsewhere or not told to this role. */
async function localDataDirectory({ config, db }: Context): Promise<string | null> {
  if (config.database.url === null || !isUrlOfThisMachine(config.database.url)) return null;
  const answer = await db
    .execute<{ folder: string | null }>(sql`select current_setting('data_directory', true) as folder`)
    .catch(() => null);
  return answer?.rows[0]?.folder ?? null;
}
