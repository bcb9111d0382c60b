import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { InvalidConfigError } from "../../../src/errors.ts";

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
};

describe("STILL_READING_DAYS", () => {
  it.each([{}, { STILL_READING_DAYS: "0" }])("asks nobody with %j", (env) => {
    expect(readConfig(env).stillReading).toBeNull();
  });

  it("names the days, those of grace and how many a day", () => {
    expect(readConfig({ STILL_READING_DAYS: "90" }).stillReading).toEqual({
      days: 90,
      graceDays: 14,
      dailyLimit: 100,
    });
    expect(
      readConfig({ STILL_READING_DAYS: "365", RETENTION_EVENTS_DAYS: "0", STILL_READING_GRACE_DAYS: "30" })
        .stillReading,
    ).toMatchObject({ days: 365, graceDays: 30 });
  });

  it.each([
    [
      { STILL_READING_DAYS: "30" },
      /^STILL_READING_DAYS must be 0 for never, or a whole number of days from 60/,
    ],
    [{ STILL_READING_DAYS: "yes" }, /^STILL_READING_DAYS must be 0 for never/],
    [{ STILL_READING_DAYS: "180" }, /^STILL_READING_DAYS must not be longer than clicks are kept: .* is 90,/],
    [
      { STILL_READING_DAYS: "60", RETENTION_EVENTS_DAYS: "30" },
      /RETENTION_EVENTS_DAYS is 30, so let it be 60 or more, or 0$/,
    ],
    [{ STILL_READING_GRACE_DAYS: "1" }, /^STILL_READING_GRACE_DAYS must be a whole number from 7 to 90$/],
  ])("%j is refused in one sentence", (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });
});
