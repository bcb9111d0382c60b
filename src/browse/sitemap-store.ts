import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { NameKind } from "./tables.ts";

/** As many as one file of a sitemap may name (sitemaps.org). */
const mostNames = 50_000;

/** What one paper alone bears says no more than that paper's page. */
const fewestPapers = 2;

/**
 * Names with a page of several papers, those with most papers first. Authors are not among them: which of their
 * spellings names the page is only known by weighing all of those against each other.
 */
export async function listNamesOfPages(db: Database): Promise<{ kind: NameKind; key: string }[]> {
  const { rows } = await db.execute<{ kind: NameKind; key: string }>(sql`
    select kind, key from paper_names where kind in ('topic', 'keyword', 'organization')
    group by kind, key having count(*) >= ${fewestPapers} order by count(*) desc, kind, key limit ${mostNames}`);
  return rows;
}
