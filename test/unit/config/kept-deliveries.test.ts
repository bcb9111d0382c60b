import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { keptDigestDays } from "../../../src/config/kept-deliveries.ts";
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

describe("RETENTION_DELIVERIES_DAYS", () => {
  it.each([
    [{}, 0],
    [{ RETENTION_DELIVERIES_DAYS: "0" }, 0],
    [{ RETENTION_DELIVERIES_DAYS: "100" }, 100],
    [{ RETENTION_DELIVERIES_DAYS: "125", STILL_READING_DAYS: "90" }, 125],
    [{ RETENTION_DELIVERIES_DAYS: "0", STILL_READING_DAYS: "90" }, 0],
  ])("%j keeps deliveries for %i days, for ever when 0", (env, days) => {
    expect(readConfig(env).retention.deliveries).toBe(days);
  });

  it.each([
    [{ deliveries: 0, events: 90 }, 0],
    [{ deliveries: 100, events: 0 }, 0],
    [{ deliveries: 100, events: 90 }, 100],
    [{ deliveries: 100, events: 365 }, 365],
  ])("%j tells of a reader's digests for %i days, until the erasure when 0", (retention, days) => {
    expect(keptDigestDays(retention)).toBe(days);
  });

  it.each([
    [
      { RETENTION_DELIVERIES_DAYS: "99" },
      /^RETENTION_DELIVERIES_DAYS must be 0 for ever, or .* from 100 to 36500$/,
    ],
    [{ RETENTION_DELIVERIES_DAYS: "36501" }, /from 100 to 36500$/],
    [{ RETENTION_DELIVERIES_DAYS: "1e3" }, /from 100 to 36500$/],
    [
      { RETENTION_DELIVERIES_DAYS: "124", STILL_READING_DAYS: "90" },
      /^RETENTION_DELIVERIES_DAYS must not be shorter .* STILL_READING_DAYS is 90, so let it be 125 or more, or 0$/,
    ],
  ])("%j is refused in one sentence", (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });
});
