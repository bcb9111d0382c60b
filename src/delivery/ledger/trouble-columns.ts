import { type SQL, sql } from "drizzle-orm";
import { keptText, type Trouble } from "../codes.ts";
import type { batches } from "../tables.ts";

/** What stood in a batch's way, as a part of a statement that sets columns of it. */
export function troubleColumns(trouble: Trouble): SQL {
  const { errorCode, errorFacts, lastError } = writtenTrouble(trouble);
  const facts = errorFacts === null ? null : JSON.stringify(errorFacts);
  return sql`error_code = ${errorCode}, error_facts = ${facts}::jsonb, last_error = ${lastError}`;
}

/** A trouble as values of the columns of `batches`, by their names in Drizzle. */
export function writtenTrouble(
  trouble: Trouble,
): Pick<typeof batches.$inferSelect, "errorCode" | "errorFacts" | "lastError"> {
  return { errorCode: trouble.code, errorFacts: trouble.facts, lastError: keptText(trouble) };
}
