import type { Database } from "../db/client.ts";
import { type RankedPaper, type RankInput, rankPeriod } from "../ranking/rank-period.ts";
import { listEditionsBefore } from "./shown-before.ts";
import { listPapersShownLate } from "./shown-late.ts";

/**
 * Ranks a period as its edition orders it: papers that another edition of the cadence showed among its first, or as
 * late risers, are no late risers of this one.
 *
 * @throws {InvalidInputError} for a malformed period.
 */
export async function rankEdition(
  db: Database,
  input: Omit<RankInput, "shownLate" | "shownBefore">,
): Promise<RankedPaper[]> {
  const shownLate = await listPapersShownLate(db, input.cadence, input.period);
  const shownBefore = await listEditionsBefore(db, input.cadence, input.period);
  return rankPeriod(db, { ...input, shownLate, shownBefore });
}
