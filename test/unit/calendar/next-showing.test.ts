import { describe, expect, it } from "vitest";
import { nextShowing } from "../../../src/calendar/next-showing.ts";

const at = (text: string) => {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return { hour, minute };
};

describe("the next showing of a time of day", () => {
  it.each([
    ["later that day", "06:30", "UTC", "2026-06-18T04:00:00Z", "2026-06-18T06:30:00Z"],
    ["that very instant", "06:30", "UTC", "2026-06-18T06:30:00Z", "2026-06-18T06:30:00Z"],
    ["the next day when it is over", "06:30", "UTC", "2026-06-18T06:30:01Z", "2026-06-19T06:30:00Z"],
    ["by the zone's own day", "06:30", "Asia/Tokyo", "2026-06-18T22:00:00Z", "2026-06-19T21:30:00Z"],
    ["in summer time", "06:30", "Europe/Berlin", "2026-06-18T04:00:00Z", "2026-06-18T04:30:00Z"],
    ["in winter time", "06:30", "Europe/Berlin", "2026-12-18T04:00:00Z", "2026-12-18T05:30:00Z"],
    // On 29 March 2026 Berlin's clock goes from 02:00 to 03:00, at 01:00 UTC.
    [
      "at its end when it is skipped",
      "02:30",
      "Europe/Berlin",
      "2026-03-29T00:10:00Z",
      "2026-03-29T01:00:00Z",
    ],
    ["the day after a skipped one", "02:30", "Europe/Berlin", "2026-03-29T01:00:01Z", "2026-03-30T00:30:00Z"],
    ["across the change", "06:30", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T04:30:00Z"],
    // On 25 October 2026 it goes from 03:00 back to 02:00, at 01:00 UTC.
    ["first when it is repeated", "02:30", "Europe/Berlin", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"],
    [
      "again when the first is over",
      "02:30",
      "Europe/Berlin",
      "2026-10-25T00:40:00Z",
      "2026-10-25T01:30:00Z",
    ],
    ["the day after both", "02:30", "Europe/Berlin", "2026-10-25T01:30:01Z", "2026-10-26T01:30:00Z"],
    // Lord Howe Island changes by half an hour, from 02:00 to 02:30.
    ["of half an hour", "02:15", "Australia/Lord_Howe", "2026-10-03T15:00:00Z", "2026-10-03T15:30:00Z"],
  ])("is %s", (_, time, zone, from, shown) => {
    expect(nextShowing(at(time), zone, new Date(from))).toEqual(new Date(shown));
  });
});
