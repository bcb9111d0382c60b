import type { Database } from "../db/client.ts";
import { type EditionPart, papersPerPage, partOf } from "./edition-part.ts";
import { countPapers, type EditionRow, editionOf, listLatePapers, listOwnPapers } from "./store.ts";

/** One page of a frozen edition: a month may have thousands of papers, of which it needs fifty. @param page from 1. */
export async function findEditionPart(db: Database, row: EditionRow, page: number): Promise<EditionPart> {
  const { own: kept, mailed } = await countPapers(db, row.id);
  // Of a week or month that a release before cut at its first hundred, the frozen places alone tell how many there were.
  if (row.cadence !== "daily" && mailed === kept)
    return partOf(row.cadence, (await editionOf(db, row)).papers, page);
  return {
    own: await listOwnPapers(db, row.id, { limit: papersPerPage, offset: (page - 1) * papersPerPage }),
    late: page === 1 ? await listLatePapers(db, row.id) : [],
    counts: { all: kept, kept, mailed },
  };
}
