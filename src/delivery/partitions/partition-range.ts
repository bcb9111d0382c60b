import { addDays, type Cadence, cadences, parsePeriodOf, periodOf } from "../../calendar/periods.ts";

/** The editions of one cadence and month, which lie in a partition of their own. */
export type Partition = {
  cadence: Cadence;
  /** Such as `2026-12`; a week belongs to the month of its Thursday. */
  month: string;
  /** What the names of its tables end with, such as `daily_2026_12`. */
  suffix: string;
  /** Its editions' ids, compared by bytes, are not less than the first of these and less than the second. */
  from: string;
  to: string;
};

/** The partition of a cadence and month. */
export function partitionOf(cadence: Cadence, month: string): Partition {
  return {
    cadence,
    month,
    suffix: `${cadence}_${month.replace("-", "_")}`,
    from: firstIdOf(cadence, month),
    to: firstIdOf(cadence, nextMonth(month)),
  };
}

/** The partition of an edition by its cadence and period, such as `daily` and `2026-12-05`. */
export function partitionOfPeriod(cadence: Cadence, period: string): Partition {
  return partitionOf(cadence, monthOf(cadence, period));
}

/** The partitions of all cadences in a month and those after it. */
export function partitionsFrom(month: string, months: number): Partition[] {
  const all: Partition[] = [];
  let current = month;
  for (let count = 0; count < months; count += 1) {
    for (const cadence of cadences) all.push(partitionOf(cadence, current));
    current = nextMonth(current);
  }
  return all;
}

/** The partition whose tables' names end so; null of anything else. */
export function readSuffix(suffix: string): Partition | null {
  const [, name, year, month] = /^([a-z]+)_(\d{4})_(\d{2})$/.exec(suffix) ?? [];
  const cadence = cadences.find((one) => one === name);
  return cadence && year && month ? partitionOf(cadence, `${year}-${month}`) : null;
}

export function nextMonth(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7);
}

/** No id of an earlier month comes after it: `daily-2026-12` stands before `daily-2026-12-01`. */
function firstIdOf(cadence: Cadence, month: string): string {
  // The week of the 4th has the month's first Thursday.
  const period = cadence === "weekly" ? periodOf("weekly", `${month}-04`) : month;
  return `${cadence}-${period}`;
}

function monthOf(cadence: Cadence, period: string): string {
  if (cadence !== "weekly") return period.slice(0, 7);
  const { firstDay } = parsePeriodOf(cadence, period);
  return addDays(firstDay, 3).slice(0, 7);
}
