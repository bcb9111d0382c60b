import { inArray } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { papers } from "../tables.ts";
import type { CitedPaper } from "./cited-paper.ts";

/** What references need of papers, whichever statement selects them. */
export const citedColumns = {
  id: papers.id,
  title: papers.title,
  abstract: papers.abstract,
  authors: papers.authors,
  doi: papers.doi,
  primaryCategory: papers.primaryCategory,
  publishedAt: papers.publishedAt,
};

/** In the order of the ids; one that is not known is left out. */
export async function listCitedPapers(db: Database, ids: string[]): Promise<CitedPaper[]> {
  if (ids.length === 0) return [];
  const rows = await db.select(citedColumns).from(papers).where(inArray(papers.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
