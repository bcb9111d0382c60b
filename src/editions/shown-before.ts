import { sql } from "drizzle-orm";
import { addDays, type Cadence, parsePeriodOf, periodOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { EditionShown } from "../ranking/list-late-risers.ts";
import { mayBeShownAs } from "./released.ts";
import { isShownAs, shownRankAs } from "./shown-papers.ts";

const fortnight = 14;
const firstPapers = 5;

/**
 * The editions of a cadence that hold days of the fortnight before a period, with their first papers; without
 * those that were cancelled before anybody saw them.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export async function listEditionsBefore(
  db: Database,
  cadence: Cadence,
  period: string,
): Promise<EditionShown[]> {
  const { firstDay } = parsePeriodOf(cadence, period);
  const before = Array.from({ length: fortnight }, (_, index) => addDays(firstDay, -1 - index));
  const periods = [...new Set(before.map((day) => periodOf(cadence, day)))];
  const { rows } = await db.execute<{ period: string; publishedAt: string; first: string[] }>(sql`
    select e.period, e.published_at as "publishedAt",
      array(select p.paper_id from edition_papers p where p.edition_id = e.id and p.section = 'top' and ${isShownAs("p")}
        order by ${shownRankAs("p")} limit ${firstPapers}) as first
    from editions e where e.cadence = ${cadence} and e.period = any(${sqlArray(periods)}::text[])
      and ${mayBeShownAs("e")}`);
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }));
}
