import { addDays, dayOf } from "./periods.ts";

/** Days between two names of days on an axis: as many as are counted in, and no odd ones. */
const steps = [1, 2, 3, 4, 7, 14, 28, 56, 91, 182, 364];

/**
 * The days (UTC) that an axis of time names, each at its midnight: evenly apart, all of them where there is room.
 * None where no midnight lies between the two instants.
 *
 * @param most so many names have room.
 */
export function dayTicks(first: Date, last: Date, most: number): string[] {
  const firstMidnight = startsDay(first) ? dayOf(first) : addDays(dayOf(first), 1);
  const days = Math.floor((last.getTime() - Date.parse(firstMidnight)) / dayMs) + 1;
  if (days <= 0) return [];
  const step = steps.find((one) => Math.ceil(days / one) <= most) ?? Math.ceil(days / most);
  return Array.from({ length: Math.ceil(days / step) }, (_, index) => addDays(firstMidnight, index * step));
}

const dayMs = 86_400_000;

function startsDay(at: Date): boolean {
  return at.getTime() % dayMs === 0;
}
