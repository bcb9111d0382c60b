import { sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { mayBeShownAs } from "./released.ts";
import { isShownAs } from "./shown-papers.ts";

/**
 * The papers that another edition of the cadence showed as late risers, and those that an operator dropped from one:
 * none of them comes as a late riser, and what was dropped does not come back by itself.
 */
export async function listPapersShownLate(
  db: Database,
  cadence: Cadence,
  period: string,
): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct p.paper_id as id from edition_papers p join editions e on e.id = p.edition_id
    where (p.section = 'late' and ${mayBeShownAs("e")} or not (${isShownAs("p")})) and e.cadence = ${cadence} and e.period <> ${period}`);
  return new Set(rows.map((row) => row.id));
}
