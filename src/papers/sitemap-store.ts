import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { papers } from "./tables.ts";

/** As many as one file of a sitemap may name (sitemaps.org). */
const mostPapers = 50_000;

/** The months (UTC) in which papers were published, the latest first, and when one of each last changed. */
export async function listPaperMonths(db: Database): Promise<{ month: string; changedAt: Date }[]> {
  const rows = await db
    .select({ month: monthOf, changedAt: sql<string>`max(${papers.updatedAt})` })
    .from(papers)
    .groupBy(monthOf)
    .orderBy(sql`1 desc`);
  return rows.map(({ month, changedAt }) => ({ month, changedAt: new Date(changedAt) }));
}

/** The papers that were published in a month (UTC), `YYYY-MM`, the latest first; some 20,000 in the fullest of arXiv. */
export function listPapersOfMonth(db: Database, month: string): Promise<{ id: string; updatedAt: Date }[]> {
  const first = sql`${`${month}-01T00:00:00Z`}::timestamptz`;
  return db
    .select({ id: papers.id, updatedAt: papers.updatedAt })
    .from(papers)
    .where(sql`${papers.publishedAt} >= ${first} and ${papers.publishedAt} < ${first} + interval '1 month'`)
    .orderBy(sql`${papers.publishedAt} desc, ${papers.id}`)
    .limit(mostPapers);
}

const monthOf = sql<string>`to_char(${papers.publishedAt} at time zone 'UTC', 'YYYY-MM')`;
