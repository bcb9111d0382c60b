import { describe, expect, it } from "vitest";
import { addDays, cadences, periodOf } from "../../../src/calendar/periods.ts";
import {
  partitionOf,
  partitionOfPeriod,
  partitionsFrom,
  readSuffix,
} from "../../../src/delivery/partitions/partition-range.ts";

describe("the partition of an edition", () => {
  it("holds the editions of its month, by the order of their ids' bytes, and no other", () => {
    for (let day = "2025-11-20"; day < "2029-02-10"; day = addDays(day, 1))
      for (const cadence of cadences) {
        const period = periodOf(cadence, day);
        const id = `${cadence}-${period}`;
        const { from, to, month } = partitionOfPeriod(cadence, period);
        expect(from <= id && id < to, `${id} in ${from} to ${to}`).toBe(true);
        if (cadence !== "weekly") expect(month).toBe(day.slice(0, 7));
      }
  });

  it("gives a week to the month of its Thursday, as ISO 8601 gives it to a year", () => {
    expect(partitionOfPeriod("weekly", "2026-W53").month).toBe("2026-12");
    expect(partitionOfPeriod("weekly", "2027-W01").month).toBe("2027-01");
    expect(partitionOf("weekly", "2026-12")).toMatchObject({
      from: "weekly-2026-W49",
      to: "weekly-2027-W01",
    });
  });

  it("ends where the next month's begins", () => {
    for (const cadence of cadences) {
      const all = partitionsFrom("2025-11", 40).filter((one) => one.cadence === cadence);
      for (const [index, { from }] of all.entries()) if (index > 0) expect(all[index - 1]?.to).toBe(from);
    }
  });

  it("is known by the name of its tables", () => {
    expect(readSuffix("weekly_2026_12")).toEqual(partitionOf("weekly", "2026-12"));
    expect(readSuffix("default")).toBeNull();
  });
});
