import type { Database } from "../db/client.ts";
import { type RankedPaper, type RankInput, rankPeriod } from "../ranking/rank-period.ts";
import { listPapersShownLate } from "./shown-late.ts";

/**
 * Ranks a period as its edition orders it: late risers that another edition of the cadence showed are left out.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export async function rankEdition(db: Database, input: Omit<RankInput, "shownLate">): Promise<RankedPaper[]> {
  const shownLate = await listPapersShownLate(db, input.cadence, input.period);
  return rankPeriod(db, { ...input, shownLate });
}
