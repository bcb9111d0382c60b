import type { Cadence } from "../calendar/periods.ts";
import { type ReaderCadence, readerCadences } from "./model.ts";

/** The cadence whose editions a subscriber's choice reads. */
export const editionCadence: Record<ReaderCadence, Cadence> = {
  daily: "daily",
  weekdays: "daily",
  weekly: "weekly",
  monthly: "monthly",
};

/** The choices of cadence whose readers an edition is for. */
export function readersOf(cadence: Cadence): ReaderCadence[] {
  return readerCadences.filter((choice) => editionCadence[choice] === cadence);
}
