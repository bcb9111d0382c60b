import type { Cadence } from "./periods.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const dayMs = 24 * 60 * 60_000;

/** A period in English words, all days in UTC: how a mail names it. */
export type PeriodWords = {
  /** `Thursday, 18 June 2026`, `15 to 21 June 2026`, `June 2026`. */
  heading: string;
  /** Put before the subject's title, with its separator: empty, `Week 25: `, `June 2026: `. */
  subjectPrefix: string;
  /** `Daily`, `Week 25`, `Monthly`. */
  issue: string;
  /** `day`, `week`, `month`. */
  span: string;
};

/** @param period `2026-06-18`, `2026-W25` or `2026-06`. */
export function periodWords(cadence: Cadence, period: string): PeriodWords {
  if (cadence === "weekly") {
    const week = Number(period.slice(6));
    return {
      heading: weekRange(Number(period.slice(0, 4)), week),
      subjectPrefix: `Week ${week}: `,
      issue: `Week ${week}`,
      span: "week",
    };
  }
  if (cadence === "monthly") {
    const month = `${months[Number(period.slice(5, 7)) - 1]} ${period.slice(0, 4)}`;
    return { heading: month, subjectPrefix: `${month}: `, issue: "Monthly", span: "month" };
  }
  const date = new Date(`${period}T00:00:00Z`);
  return {
    heading: `${weekdays[date.getUTCDay()]}, ${dayAndMonth(date)} ${date.getUTCFullYear()}`,
    subjectPrefix: "",
    issue: "Daily",
    span: "day",
  };
}

/** Monday to Sunday of an ISO week: week 1 is the one that holds 4 January. */
function weekRange(year: number, week: number): string {
  const fourth = Date.UTC(year, 0, 4);
  const monday = new Date(fourth + (1 - (new Date(fourth).getUTCDay() || 7) + (week - 1) * 7) * dayMs);
  const sunday = new Date(monday.getTime() + 6 * dayMs);
  const start =
    monday.getUTCFullYear() !== sunday.getUTCFullYear()
      ? `${dayAndMonth(monday)} ${monday.getUTCFullYear()}`
      : monday.getUTCMonth() === sunday.getUTCMonth()
        ? String(monday.getUTCDate())
        : dayAndMonth(monday);
  return `${start} to ${dayAndMonth(sunday)} ${sunday.getUTCFullYear()}`;
}

function dayAndMonth(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}
