import type pg from "pg";
import type { Config } from "../../config/env.ts";
import { assertReachable, openDatabase } from "../../db/client.ts";
import { leadsToPooler, pooledQueueMend, pooledQueueWords } from "../../db/pooler.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, fail, ok, warn } from "./doctor-line.ts";

/** The ways to PostgreSQL: whether a pooler stands there, in which time zone sessions are, how full the server is. */
export async function checkConnections(config: Config, pool: pg.Pool | null): Promise<DoctorLine[]> {
  if (pool === null) return [];
  const isPooled = await leadsToPooler(pool);
  const { directUrl } = config.database;
  const lines = [
    judgePooler(isPooled, config),
    ...(directUrl === null ? [] : [await checkDirectWay(directUrl)]),
    await checkTimeZone(pool),
  ];
  return [...lines.filter((line) => line !== null), await checkRoom(pool)];
}

function judgePooler(isPooled: boolean, { database, queue }: Config): DoctorLine | null {
  if (!isPooled) return null;
  if (database.directUrl !== null) return ok("pooler", "a pooler, and past it DATABASE_DIRECT_URL");
  if (queue.redis === null) return fail("pooler", `${pooledQueueWords}.`, `${capital(pooledQueueMend)}.`);
  return warn(
    "pooler",
    "DATABASE_URL leads to a pooler, and nothing past it.",
    "Set DATABASE_DIRECT_URL for `migrate`, `backup` and `restore`.",
  );
}

async function checkDirectWay(url: string): Promise<DoctorLine> {
  const mend = "Name PostgreSQL's own address in DATABASE_DIRECT_URL.";
  try {
    const { pool } = openDatabase(url, 1, () => {}, "paperboy doctor");
    try {
      await assertReachable(pool, "DATABASE_DIRECT_URL");
      return (await leadsToPooler(pool))
        ? fail("direct address", "DATABASE_DIRECT_URL leads to a pooler too.", mend)
        : ok("direct address", "DATABASE_DIRECT_URL leads to the server itself");
    } finally {
      await pool.end();
    }
  } catch (error) {
    return fail("direct address", `DATABASE_DIRECT_URL cannot be used: ${reasonOf(error)}.`, mend);
  }
}

async function checkTimeZone(pool: pg.Pool): Promise<DoctorLine | null> {
  const { rows } = await pool.query<{ zone: string }>("select current_setting('TimeZone') as zone");
  const zone = rows[0]?.zone;
  if (zone === "UTC") return null;
  return fail(
    "time zone",
    `Sessions are in ${zone}, not in UTC: a pooler does not hand on what they ask for.`,
    "Have it track TimeZone (PgBouncer does), or `alter database ... set timezone = 'UTC'`.",
  );
}

type Room = { open: number; own: number; most: number };

const fullShare = 0.8;

async function checkRoom(pool: pg.Pool): Promise<DoctorLine> {
  // Clients have a database and an account, helpers of one statement a leader as well; an account that is no superuser is
  // not told the kind of others' connections.
  const { rows } = await pool.query<Room>(`
    select count(*)::int as open, current_setting('max_connections')::int as most,
      (count(*) filter (where application_name like 'paperboy%'))::int as own
    from pg_stat_activity where datid is not null and usesysid is not null and leader_pid is null`);
  const { open, own, most } = rows[0] ?? { open: 0, own: 0, most: 1 };
  const words = `${open} of ${most} connections to PostgreSQL are open, ${own} of them Paperboy's`;
  return open >= most * fullShare
    ? warn(
        "connections",
        `${words}.`,
        "Raise max_connections, put PgBouncer between, or make DATABASE_POOL_SIZE and QUEUE_POOL_SIZE smaller.",
      )
    : ok("connections", words);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
