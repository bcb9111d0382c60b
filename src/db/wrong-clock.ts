import { sql } from "drizzle-orm";

/** No two clocks that are let work differ by so much: what lies further ahead was written by one that was wrong. */
export const wrongClock = sql.raw("interval '1 minute'");
