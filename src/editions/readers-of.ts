import type { Cadence } from "../calendar/periods.ts";
import { type SubscriberCadence, subscriberCadences } from "./edition.ts";

/** The cadence whose editions a subscriber's choice reads. */
export const editionCadence: Record<SubscriberCadence, Cadence> = {
  daily: "daily",
  weekdays: "daily",
  weekly: "weekly",
  monthly: "monthly",
};

/** The choices of cadence whose readers an edition is for. */
export function readersOf(cadence: Cadence): SubscriberCadence[] {
  return subscriberCadences.filter((choice) => editionCadence[choice] === cadence);
}
