import { within } from "../calendar/within.ts";
import type { Context } from "../context.ts";
import { countPendingMigrations } from "../db/migrate.ts";
import { queryable } from "../db/queryable.ts";
import { clockWords } from "../db/timekeeper.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { probeDatabase } from "./probe-database.ts";

type HealthCheck = {
  name: "database" | "migrations" | "clock" | "queue";
  isOk: boolean;
  reason: string | null;
};

export type Readiness = { isReady: boolean; checks: HealthCheck[] };

const timeoutMs = 3_000;

/** Whoever asks more often gets the same answer, so that nobody can burden the database by asking. */
const keptMs = 1_000;

/** `checkReadiness`, of which askers share an answer for a second; `onLook` hears of each new one. */
export function createReadiness(
  ctx: Context,
  onLook: (readiness: Readiness) => void,
): () => Promise<Readiness> {
  let kept: { untilMs: number; answer: Promise<Readiness> } | null = null;
  const look = async () => {
    const readiness = await checkReadiness(ctx);
    if (kept) kept.untilMs = performance.now() + keptMs;
    onLook(readiness);
    return readiness;
  };
  return () => {
    if (kept === null || kept.untilMs < performance.now()) {
      // Until it is answered, however long that takes, nobody asks anew.
      kept = { untilMs: Number.POSITIVE_INFINITY, answer: look() };
    }
    return kept.answer;
  };
}

/**
 * Whether this process can serve: the database takes a write, its tables are those of this code, this
 * process's clock is right, the queue takes a write. Each with a time limit; reasons hold no secret.
 */
async function checkReadiness(ctx: Context): Promise<Readiness> {
  const database = queryable(ctx.db);
  const checks = await Promise.all([
    check("database", async () => {
      await probeDatabase(ctx.db, "readiness");
      return null;
    }),
    check("migrations", async () => {
      const pending = await countPendingMigrations(database);
      return pending === 0 ? null : `${pending} migrations are missing`;
    }),
    check("clock", async () => {
      const { isRight, offsetMs } = await ctx.timekeeper.compare();
      return isRight ? null : `${clockWords(offsetMs)}: it runs no job`;
    }),
    check("queue", async () => {
      await ctx.queues.probe();
      return null;
    }),
  ]);
  return { isReady: checks.every(({ isOk }) => isOk), checks };
}

async function check(name: HealthCheck["name"], look: () => Promise<string | null>): Promise<HealthCheck> {
  try {
    const reason = await within(timeoutMs, look());
    return { name, isOk: reason === null, reason };
  } catch (error) {
    return { name, isOk: false, reason: reasonOf(error) };
  }
}
