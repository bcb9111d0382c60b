import type { Cadence } from "../calendar/periods.ts";
import type { ReaderCadence } from "./model.ts";

/** The choices of cadence whose readers an edition is for. */
export const readersOf: Record<Cadence, ReaderCadence[]> = {
  daily: ["daily", "weekdays"],
  weekly: ["weekly"],
  monthly: ["monthly"],
};
