import type { Words } from "../../../../words/words.ts";
import type { Period } from "../../../calendar/page-periods.ts";

/** For headings: `Thursday, 18 June 2026`, `15 – 21 June 2026`, `June 2026`. */
export function titleOfPeriod(words: Words, { cadence, firstDay, lastDay }: Period): string {
  if (cadence === "daily") return words.day(firstDay, "full");
  return cadence === "monthly" ? words.day(firstDay, "month") : words.days(firstDay, lastDay);
}
