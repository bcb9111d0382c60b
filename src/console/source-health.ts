import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

export type SourceHealth = {
  source: string;
  lastRunAt: Date;
  lastOkAt: Date | null;
  /** Why the last run failed; null when it did not. */
  error: string | null;
  papers: number;
  rejected: number;
  /** The latest runs, latest first. */
  runs: {
    day: string;
    startedAt: Date;
    seconds: number;
    isOk: boolean;
    error: string | null;
    papers: number;
    rejected: number;
  }[];
};

const shownRuns = 48;

type RunRow = {
  source: string;
  day: string;
  startedAt: string;
  seconds: number;
  isOk: boolean;
  error: string | null;
  papers: number;
  rejected: number;
};

/** How each source answered lately. */
export async function listSourceHealth(db: Database): Promise<SourceHealth[]> {
  const { rows } = await db.execute<RunRow>(sql`
    select source, day::text as day, started_at as "startedAt",
      extract(epoch from finished_at - started_at)::float8 as seconds, is_ok as "isOk", error, papers, rejected
    from (select *, row_number() over (partition by source order by started_at desc, id desc) as place from source_runs) r
    where place <= ${shownRuns} order by source, started_at desc, id desc`);
  const { rows: good } = await db.execute<{ source: string; at: string }>(
    sql`select source, max(finished_at) as at from source_runs where is_ok group by source`,
  );
  const lastOk = new Map(good.map(({ source, at }) => [source, new Date(at)]));
  const bySource = new Map<string, RunRow[]>();
  for (const row of rows) bySource.set(row.source, [...(bySource.get(row.source) ?? []), row]);
  return [...bySource].flatMap(([source, runs]) => {
    const [latest] = runs;
    if (!latest) return [];
    return {
      source,
      lastRunAt: new Date(latest.startedAt),
      lastOkAt: lastOk.get(source) ?? null,
      error: latest.isOk ? null : latest.error,
      papers: latest.papers,
      rejected: latest.rejected,
      runs: runs.map((run) => ({ ...run, startedAt: new Date(run.startedAt) })),
    };
  });
}

export type RejectedLine = { source: string; day: string; itemId: string; reason: string; firstSeenAt: Date };

/** Items that could not be read, latest first. */
export async function listRejectedItems(db: Database, limit: number): Promise<RejectedLine[]> {
  const { rows } = await db.execute<Omit<RejectedLine, "firstSeenAt"> & { firstSeenAt: string }>(sql`
    select source, day::text as day, item_id as "itemId", reason, first_seen_at as "firstSeenAt"
    from rejected_items order by first_seen_at desc, source, item_id limit ${limit}`);
  return rows.map((row) => ({ ...row, firstSeenAt: new Date(row.firstSeenAt) }));
}
