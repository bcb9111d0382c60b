import { type Cadence, periodDays } from "../calendar/periods.ts";
import { RefusedError } from "../errors.ts";

/** The one refusal of a ranking, a draft or an edition of a period for which nothing was collected. */
export function noPapers(cadence: Cadence, period: string): RefusedError {
  const [firstDay] = periodDays(cadence, period);
  return new RefusedError(
    `There are no papers for ${period}: collect them first, with \`paperboy ingest --date ${firstDay}\`.`,
  );
}
