import { sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";

/** An edition of the archive's calendar. */
export type ArchivedEdition = {
  cadence: Cadence;
  period: string;
  /** Of its own period; late risers are not counted. */
  papers: number;
};

export type Archive = {
  /** All daily editions, of every year. */
  days: number;
  /** The first of them; null when there is none. */
  firstDay: string | null;
  /** Years of which there are editions, the latest first. */
  years: string[];
  /** The year that is shown; the latest unless another was asked for. Null when there is no edition of it. */
  year: string | null;
  /** The editions that hold days of that year. */
  editions: ArchivedEdition[];
};

/** The calendar of one year's editions. @param asked `YYYY`; null for the latest. */
export async function readArchive(db: Database, asked: string | null): Promise<Archive> {
  const { rows } = await db.execute<{ year: string; days: number; firstDay: string | null }>(sql`
    select left(period, 4) as year, (count(*) filter (where cadence = 'daily'))::int as days,
      min(period) filter (where cadence = 'daily') as "firstDay"
    from editions group by 1 order by 1 desc`);
  const years = rows.map(({ year }) => year);
  const year = asked === null ? (years[0] ?? null) : (years.find((one) => one === asked) ?? null);
  return {
    days: rows.reduce((sum, { days }) => sum + days, 0),
    firstDay: rows.map(({ firstDay }) => firstDay).findLast((day) => day !== null) ?? null,
    years,
    year,
    editions: year === null ? [] : await listEditionsOf(db, year),
  };
}

/** A week at either end belongs to the year before or after, and holds days of this one. */
async function listEditionsOf(db: Database, year: string): Promise<ArchivedEdition[]> {
  const around = [Number(year) - 1, year, Number(year) + 1].map(String);
  const { rows } = await db.execute<ArchivedEdition>(sql`
    select e.cadence, e.period, (select count(*)::int from edition_papers p
      where p.edition_id = e.id and p.section <> 'late') as papers
    from editions e
    where left(e.period, 4) = ${year} or (e.cadence = 'weekly' and left(e.period, 4) in (${around[0]}, ${around[2]}))
    order by e.period`);
  return rows;
}
