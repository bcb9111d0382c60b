import { sql } from "drizzle-orm";

/** A list as one array parameter of PostgreSQL, whatever its length. */
export function sqlArray(values: (string | null)[]) {
  return sql.param(values);
}
