import type pg from "pg";
import type { Database, DatabasePool } from "../../db/client.ts";
import { describeUnreachable } from "../../db/connection-fault.ts";
import { countPendingMigrations, countUnknownMigrations, newerTables } from "../../db/migrate.ts";
import type { Queryable } from "../../db/queryable.ts";
import { mostOffsetMs } from "../../db/timekeeper.ts";
import { uncertainDeliveries } from "../../delivery/ledger/reasons-store.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { probeDatabase } from "../../watch/probe-database.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

const leastMajorVersion = 15;
const warnSkewMs = 1_000;

/** The database: whether it answers, its version, its tables, its clock, what waits in it. */
export async function checkDatabase({ pool, db }: DatabasePool, isEmbedded: boolean): Promise<DoctorLine[]> {
  const { rows } = await pool.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const version = rows[0]?.version ?? "";
  const lines: DoctorLine[] = [
    Number.parseInt(version, 10) >= leastMajorVersion
      ? ok("database", `PostgreSQL ${version} answers`)
      : warn(
          "database",
          `PostgreSQL ${version} answers; Paperboy is tried on ${leastMajorVersion} and later.`,
          "Upgrade PostgreSQL.",
        ),
  ];
  const pending = await countPendingMigrations(pool);
  lines.push(judgeMigrations(pending, await countUnknownMigrations(pool), isEmbedded));
  lines.push(await checkClock(pool));
  if (pending === 0) lines.push(await checkWrite(db), ...(await checkState(pool)));
  return lines;
}

function judgeMigrations(pending: number, unknown: number, isEmbedded: boolean): DoctorLine {
  if (unknown > 0)
    return fail(
      "migrations",
      `${newerTables(unknown)}.`,
      "Run that release, or a newer one; to go back, see docs/upgrading.md.",
    );
  if (pending === 0) return ok("migrations", "the tables are up to date");
  return isEmbedded
    ? ok("migrations", `${pending} migrations are applied at the next start`)
    : fail("migrations", `${pending} migrations have not been applied.`, "Run `paperboy migrate`.");
}

async function checkWrite(db: Database): Promise<DoctorLine> {
  try {
    await probeDatabase(db, "doctor");
    return ok("database write", "a write is committed");
  } catch (error) {
    return fail(
      "database write",
      `The database takes no write: ${reasonOf(error)}.`,
      "Make room on its disk, or see that it is no standby and not set to read-only.",
    );
  }
}

/** Difference of the database's clock and this machine's in milliseconds, less half of the round trip. */
async function clockSkewMs(pool: Queryable): Promise<number> {
  const before = Date.now();
  const { rows } = await pool.query<{ ms: string }>(
    "select extract(epoch from clock_timestamp()) * 1000 as ms",
  );
  const after = Date.now();
  return Math.round(Number(rows[0]?.ms ?? 0) - (before + after) / 2);
}

async function checkClock(pool: pg.Pool): Promise<DoctorLine> {
  const skewMs = await clockSkewMs(pool);
  const size = Math.abs(skewMs);
  const words = `the database's clock is ${size} ms ${skewMs < 0 ? "behind" : "ahead of"} this machine's`;
  const mend = "Run a time service (chrony, systemd-timesyncd) on both machines.";
  if (size > mostOffsetMs) return fail("clock", `${words}: processes here do no work.`, mend);
  return size > warnSkewMs ? warn("clock", `${words}.`, mend) : ok("clock", words);
}

type State = { uncertain: number; paused: number; blocked: string | null; events: number };

/** What the ledger says that an operator should know. */
async function checkState(pool: pg.Pool): Promise<DoctorLine[]> {
  const { rows } = await pool.query<State>(`
    select (select count(*)::int from ${uncertainDeliveries} d) as uncertain,
      (select count(*)::int from editions where state = 'paused') as paused,
      (select blocked_reason from send_gates where blocked_until > now() limit 1) as blocked,
      (select count(*)::int from provider_events where applied_at is null and received_at < now() - interval '10 minutes') as events`);
  const state = rows[0];
  if (!state) return [];
  const lines: DoctorLine[] = [];
  if (state.blocked !== null) {
    lines.push(
      warn(
        "delivery",
        `Requests wait: ${state.blocked}.`,
        "Mend the cause; they go on by themselves, or `paperboy resume`.",
      ),
    );
  }
  if (state.uncertain > 0) {
    lines.push(
      warn(
        "delivery",
        `${state.uncertain} deliveries are uncertain.`,
        "Look them up in the provider's list, then `paperboy settle --edition ID --as submitted|failed`.",
      ),
    );
  }
  if (state.paused > 0) {
    lines.push(
      warn(
        "delivery",
        `${state.paused} editions are paused.`,
        "See `paperboy status`, then `paperboy resume`.",
      ),
    );
  }
  if (state.events > 0) {
    lines.push(
      warn(
        "feedback",
        `${state.events} webhook events wait for more than ten minutes.`,
        "Start a worker: `paperboy worker`.",
      ),
    );
  }
  return lines.length > 0 ? lines : [ok("delivery", "nothing waits for an operator")];
}

/** The line of a database that cannot be asked. */
export function databaseUnreachable(error: unknown, isEmbedded: boolean): DoctorLine {
  if (!isEmbedded) {
    const [what = "", mend = ""] = splitAtMend(describeUnreachable(error));
    return fail("database", `${what}.`, mend);
  }
  return fail(
    "database",
    `The database cannot be used: ${reasonOf(error)}.`,
    "See the reason above; DATA_DIR must be writable, or set DATABASE_URL.",
  );
}

/** A sentence that says what is wrong, then after a colon what to do. */
function splitAtMend(sentence: string): [string, string] {
  const colon = sentence.lastIndexOf(": ");
  const mend = sentence.slice(colon + 2);
  return [sentence.slice(0, colon), `${mend.slice(0, 1).toUpperCase()}${mend.slice(1)}`];
}
