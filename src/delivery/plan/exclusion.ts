import type { Cadence } from "../../calendar/periods.ts";
import { readersOf } from "../../editions/readers-of.ts";
import type { Subscriber } from "../../subscribers/store.ts";

/** Why nothing of any edition of a cadence goes to a subscriber, whatever they chose. */
export type Exclusion = "suppressed" | "pending" | "paused" | "unsubscribed" | "another-cadence";

/** The rule of who is mailed at all: null when an edition of the cadence may go to this subscriber. */
export function exclusionOf(
  { state, cadence }: Pick<Subscriber, "state" | "cadence">,
  isSuppressed: boolean,
  editionCadence: Cadence,
): Exclusion | null {
  if (isSuppressed) return "suppressed";
  if (state !== "active") return state;
  return readersOf(editionCadence).includes(cadence) ? null : "another-cadence";
}
