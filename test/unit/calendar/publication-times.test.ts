import { describe, expect, it } from "vitest";
import {
  lastInstant,
  lastPublication,
  publicationInstant,
  publicationsAfter,
} from "../../../src/calendar/publication-times.ts";

const at = (text: string) => new Date(text);
const atFour = "0 4 * * *";

describe("lastInstant", () => {
  it("is the instant itself when it has just struck", () => {
    expect(lastInstant(atFour, at("2026-06-18T04:00:00Z"))).toEqual(at("2026-06-18T04:00:00Z"));
    expect(lastInstant(atFour, at("2026-06-18T03:59:59.999Z"))).toEqual(at("2026-06-17T04:00:00Z"));
  });
});

describe("publicationInstant", () => {
  it.each([
    ["daily", "2026-06-17", "2026-06-18T04:00:00Z"],
    ["weekly", "2026-W25", "2026-06-22T04:00:00Z"],
    ["monthly", "2026-06", "2026-07-01T04:00:00Z"],
    ["daily", "2026-12-31", "2027-01-01T04:00:00Z"],
  ] as const)("of the %s %s is the hour after its close", (cadence, period, expected) => {
    expect(publicationInstant(cadence, period, atFour)).toEqual(at(expected));
  });

  it("is none for a day that the pattern leaves out", () => {
    expect(publicationInstant("daily", "2026-06-19", "0 4 * * 1-5")).toBeNull(); // a Friday
    expect(publicationInstant("daily", "2026-06-18", "0 4 * * 1-5")).toEqual(at("2026-06-19T04:00:00Z"));
  });

  it("is the close itself for a pattern that strikes at midnight", () => {
    expect(publicationInstant("daily", "2026-06-17", "0 0 * * *")).toEqual(at("2026-06-18T00:00:00Z"));
  });

  it("is at the same hour for weeks and months, however the pattern is spaced", () => {
    const spaced = "  30   4  * * * ";
    expect(publicationInstant("weekly", "2026-W25", spaced)).toEqual(at("2026-06-22T04:30:00Z"));
    expect(publicationInstant("monthly", "2026-06", spaced)).toEqual(at("2026-07-01T04:30:00Z"));
  });

  it("is the first of the day for a pattern that strikes twice", () => {
    expect(publicationInstant("daily", "2026-06-17", "0 4,16 * * *")).toEqual(at("2026-06-18T04:00:00Z"));
    expect(lastPublication("daily", "0 4,16 * * *", at("2026-06-18T17:00:00Z"))).toEqual({
      period: "2026-06-17",
      dueAt: at("2026-06-18T04:00:00Z"),
    });
  });
});

describe("publicationsAfter", () => {
  const daysAfter = (period: string, publishAt: string, now: string) => {
    const { due, upTo } = publicationsAfter("daily", period, publishAt, at(now));
    return { days: due.map((one) => one.period), upTo };
  };

  it("gives every period whose hour has passed, and no other", () => {
    expect(daysAfter("2026-06-14", atFour, "2026-06-18T03:59:59Z")).toEqual({
      days: ["2026-06-15", "2026-06-16"],
      upTo: "2026-06-16",
    });
    expect(daysAfter("2026-06-14", atFour, "2026-06-18T04:00:00Z").upTo).toBe("2026-06-17");
    expect(daysAfter("2026-06-17", atFour, "2026-06-18T04:00:00Z").days).toEqual([]);
  });

  it.each([
    ["later in the day, after it was published", "0 8 * * *", "2026-06-17", "2026-06-18T08:00:00Z", []],
    [
      "to an hour that is past, before it was published",
      "0 2 * * *",
      "2026-06-16",
      "2026-06-18T05:00:00Z",
      ["2026-06-17"],
    ],
    ["to the evening, before it was published", "0 20 * * *", "2026-06-16", "2026-06-18T05:00:00Z", []],
  ] as const)("neither repeats a day nor leaves one out when the hour was moved %s", (_, publishAt, noted, now, due) => {
    expect(daysAfter(noted, publishAt, now).days).toEqual(due);
  });

  it("goes past days that the pattern leaves out", () => {
    expect(daysAfter("2026-06-18", "0 4 * * 1-5", "2026-06-23T04:00:00Z").days).toEqual([
      "2026-06-21",
      "2026-06-22",
    ]);
  });
});
