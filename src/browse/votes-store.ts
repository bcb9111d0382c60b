import { inArray } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { paperVotes } from "./tables.ts";

/** The numbers that were seen last of papers, by id; of a paper that was never seen with any there are none. */
export async function listVotesOf(
  db: Database,
  ids: string[],
): Promise<Map<string, typeof paperVotes.$inferSelect>> {
  const votes = await db.select().from(paperVotes).where(inArray(paperVotes.paperId, ids));
  return new Map(votes.map((row) => [row.paperId, row]));
}
