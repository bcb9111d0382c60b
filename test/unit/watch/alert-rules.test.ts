import { describe, expect, it } from "vitest";
import { noAlertFacts } from "../../../src/preview/sample-alerts.ts";
import { type AlertFacts, conditionsOf } from "../../../src/watch/alert-rules.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("where runs of `paperboy once` do the work", () => {
  const daily = 24 * hour;
  const lateBy = (lateMs: number): Partial<AlertFacts> => ({
    late: [{ cadence: "daily", period: "2026-06-17", lateMs }],
  });
  const goodSince = (sinceGoodMs: number): Partial<AlertFacts> => ({
    sources: [{ source: "huggingface", failedInARow: 0, sinceGoodMs, error: null }],
  });
  it.each<[string, Partial<AlertFacts>, runs: AlertFacts["runs"], kinds: string[]]>([
    ["mail that waits for the next run", { oldestDueMs: 8 * hour }, { sinceMs: 9 * hour, gapMs: daily }, []],
    [
      "mail when runs have ended",
      { oldestDueMs: 2 * hour },
      { sinceMs: 3 * hour, gapMs: hour },
      ["queue-dead"],
    ],
    ["mail where there never was a run", { oldestDueMs: hour }, null, ["queue-dead"]],
    ["events that wait", { oldestEventMs: hour }, { sinceMs: 2 * hour, gapMs: daily }, []],
    ["an edition that a run is late for", lateBy(70 * minute), { sinceMs: 24.5 * hour, gapMs: daily }, []],
    [
      "an edition that the run left open",
      lateBy(70 * minute),
      { sinceMs: 50 * minute, gapMs: daily },
      ["edition-late"],
    ],
    [
      "an edition when no run has come for long",
      lateBy(3 * hour),
      { sinceMs: 27 * hour, gapMs: daily },
      ["edition-late"],
    ],
    [
      "a source that was asked by the last run",
      goodSince(20.1 * hour),
      { sinceMs: 20 * hour, gapMs: daily },
      [],
    ],
    [
      "a source that failed at the last run",
      goodSince(30 * hour),
      { sinceMs: 6 * hour, gapMs: daily },
      ["source-down"],
    ],
    [
      "a source that nobody asks any more",
      goodSince(28 * hour),
      { sinceMs: 28 * hour, gapMs: daily },
      ["source-down"],
    ],
  ])("%s", (_, facts, runs, kinds) => {
    expect(conditionsOf({ ...noAlertFacts, ...facts, runs }).map(({ kind }) => kind)).toEqual(kinds);
  });
});
