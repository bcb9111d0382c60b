import { sql } from "drizzle-orm";

/** Whether a paper may be offered: it was not withdrawn, and not dropped by each source that listed it. Of `papers p`. */
export const isShownSql = sql`p.withdrawn_at is null and not (
  exists (select from paper_listings l where l.paper_id = p.id and l.dropped_at is not null)
  and not exists (select from paper_listings l where l.paper_id = p.id and l.dropped_at is null))`;
