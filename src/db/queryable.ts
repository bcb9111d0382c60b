import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";

/** Runs statements without parameters. */
export type Queryable = {
  query<Row extends Record<string, unknown>>(text: string): Promise<{ rows: Row[] }>;
};

/** A Drizzle handle as what the doctor's checks ask, which have a bare pool. */
export function queryable(db: Database): Queryable {
  return {
    // The caller names the columns that its statement selects, as with a bare pool.
    query: async <Row extends Record<string, unknown>>(text: string) => {
      const { rows } = await db.execute(sql.raw(text));
      return { rows: rows as Row[] };
    },
  };
}
