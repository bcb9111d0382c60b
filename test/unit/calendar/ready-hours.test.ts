import { describe, expect, it } from "vitest";
import { hoursOfWaiting, readyTime, usualHour } from "../../../src/calendar/ready-hours.ts";

const publishAt = "0 4 * * *";
const summer = new Date("2026-06-18T12:00:00Z");
const winter = new Date("2026-12-18T12:00:00Z");

describe("when editions are ready", () => {
  it("is told by the reader's clock, with the first whole hour at which one is there", () => {
    expect(readyTime("daily", publishAt, "Asia/Kolkata", summer)).toEqual({
      at: new Date("2026-06-19T04:00:00Z"),
      earliestHour: 10,
    });
    expect(readyTime("daily", publishAt, "Asia/Shanghai", summer).earliestHour).toBe(12);
    expect(readyTime("daily", "30 22 * * *", "Europe/London", winter).earliestHour).toBe(23);
    expect(readyTime("daily", "30 23 * * *", "Europe/London", winter).earliestHour).toBe(0);
  });

  it("is the next one's, also when the clocks change before it", () => {
    const evening = new Date("2026-10-24T20:00:00Z");
    expect(readyTime("daily", publishAt, "Europe/Berlin", summer).earliestHour).toBe(6);
    expect(readyTime("daily", publishAt, "Europe/Berlin", evening).earliestHour).toBe(5);
  });

  it("is on Monday for a week and on the 1st for a month", () => {
    expect(readyTime("weekly", publishAt, "UTC", summer).at).toEqual(new Date("2026-06-22T04:00:00Z"));
    expect(readyTime("monthly", publishAt, "UTC", summer).at).toEqual(new Date("2026-07-01T04:00:00Z"));
  });

  it("tells how long an edition waits for an hour", () => {
    const ready = readyTime("daily", publishAt, "Asia/Kolkata", summer);
    expect(hoursOfWaiting(ready, "Asia/Kolkata", 7)).toBe(21.5);
    expect(hoursOfWaiting(ready, "Asia/Kolkata", 10)).toBe(0.5);
    // It is 9 by the clock when it is ready: it leaves at once.
    expect(hoursOfWaiting(ready, "Asia/Kolkata", 9)).toBe(0);
  });
});

describe("the hour of a reader who chose none", () => {
  it.each([
    ["Asia/Kolkata", 10],
    ["Asia/Shanghai", 12],
    ["Europe/Berlin", 6],
    ["America/New_York", 6],
    ["America/Los_Angeles", 6],
    ["UTC", 6],
    // No hour of their morning is fresh.
    ["Asia/Tokyo", 13],
    ["Pacific/Auckland", 17],
  ])("is in %s the first fresh one", (zone, hour) => {
    expect(usualHour("daily", publishAt, zone, summer)).toBe(hour);
    expect(usualHour("daily", publishAt, zone, winter)).toBe(hour);
  });

  it("stays fresh when the clocks change", () => {
    // Ready at 7 in summer and at 6 in winter.
    expect(usualHour("daily", publishAt, "Europe/Helsinki", winter)).toBe(7);
  });
});
