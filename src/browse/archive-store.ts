import { sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { isReleasedAs } from "../editions/released.ts";
import { isShownAs } from "../editions/shown-papers.ts";

/** An edition of the archive's calendar. */
export type ArchivedEdition = {
  cadence: Cadence;
  period: string;
  /** Of its own period; late risers are not counted. */
  papers: number;
};

/** Years of which there are editions that were let go, the latest first; with how many are daily, and the first of these. */
export async function listArchivedYears(
  db: Database,
): Promise<{ year: string; days: number; firstDay: string | null }[]> {
  const { rows } = await db.execute<{ year: string; days: number; firstDay: string | null }>(sql`
    select left(period, 4) as year, (count(*) filter (where cadence = 'daily'))::int as days,
      min(period) filter (where cadence = 'daily') as "firstDay"
    from editions where ${isReleasedAs("editions")} group by 1 order by 1 desc`);
  return rows;
}

/** The editions that were let go and hold days of a year: a week at either end belongs to the year before or after. */
export async function listArchivedEditions(db: Database, year: string): Promise<ArchivedEdition[]> {
  const around = [Number(year) - 1, Number(year) + 1].map(String);
  const { rows } = await db.execute<ArchivedEdition>(sql`
    select e.cadence, e.period, (select count(*)::int from edition_papers p
      where p.edition_id = e.id and p.section <> 'late' and ${isShownAs("p")}) as papers
    from editions e
    where ${isReleasedAs("e")} and (left(e.period, 4) = ${year}
      or (e.cadence = 'weekly' and left(e.period, 4) in (${around[0]}, ${around[1]})))
    order by e.period`);
  return rows;
}
