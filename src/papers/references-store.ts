import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { PaperReference } from "./parse-paper-reference.ts";

/**
 * The identifier under which a paper lies here, or null when it does not. Identifiers of before 2007 are taken with and
 * without the subject class that arXiv no longer writes (`math.GT/0309136` is `math/0309136`).
 */
export async function findReferredId(db: Database, reference: PaperReference): Promise<string | null> {
  const { rows } = await db.execute<{ id: string }>(
    reference.kind === "doi"
      ? sql`select id from papers where lower(doi) = ${reference.doi} order by id limit 1`
      : sql`select id from papers where id = any(${sqlArray(spellingsOf(reference.id))}::text[]) order by id limit 1`,
  );
  return rows[0]?.id ?? null;
}

function spellingsOf(id: string): string[] {
  return [id, id.replace(/^([a-z-]+)\.[A-Z]{2}\//, "$1/")];
}
