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

describe("PUBLISH_HOLD", () => {
  it.each([
    ["true", ["daily", "weekly", "monthly"]],
    ["false", []],
    ["weekly", ["weekly"]],
    ["daily, monthly", ["daily", "monthly"]],
  ])("%s holds %j", (PUBLISH_HOLD, cadences) => {
    expect(readConfig({ PUBLISH_HOLD }).hold.cadences).toEqual(cadences);
  });

  it.each(["yes", "daily,hourly", "daily;weekly", ",", "TRUE"])("%j is refused in one sentence", (wrong) => {
    expect(problemsOf({ PUBLISH_HOLD: wrong })).toEqual([
      "PUBLISH_HOLD must be true, false, or cadences with commas between, such as daily,weekly",
    ]);
  });
});

describe("the end of a hold", () => {
  it("is a minute of a zone's day, and what happens then", () => {
    const env = { HOLD_UNTIL: "06:30", HOLD_TIMEZONE: "europe/berlin", HOLD_THEN: "go" };
    expect(readConfig(env).hold).toEqual({
      cadences: [],
      until: { hour: 6, minute: 30 },
      timezone: "Europe/Berlin",
      atEnd: "go",
    });
  });

  it.each([
    [{ HOLD_UNTIL: "6:30" }, /^HOLD_UNTIL must be an hour and a minute, such as 06:30$/],
    [{ HOLD_UNTIL: "24:00" }, /^HOLD_UNTIL must be an hour and a minute/],
    [{ HOLD_TIMEZONE: "+02:00" }, /^HOLD_TIMEZONE must be a zone of the IANA database/],
    [{ HOLD_TIMEZONE: "Europe/Nowhere" }, /^HOLD_TIMEZONE must be a zone/],
    [{ HOLD_UNTIL: "06:30", HOLD_THEN: "wait" }, /^HOLD_THEN must be one of go, stay$/],
    [{ PUBLISH_HOLD: "true", HOLD_THEN: "go" }, /^HOLD_UNTIL must be set when HOLD_THEN is go$/],
  ])("%j is refused in one sentence", (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });
});
