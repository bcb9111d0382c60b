import { describe, expect, it } from "vitest";
import { isWorthJudging, judgeFeedback } from "../../../src/delivery/breaker/breaker-rules.ts";

const limits = {
  complaintRatio: 0.08 / 100,
  bounceRatio: 4 / 100,
  warnShare: 0.5,
  leastSubmitted: 500,
  leastComplaints: 5,
  leastBounces: 20,
  windowDays: 7,
};

const levelOf = (submitted: number, bounced: number, complained: number, changes: object = {}) =>
  judgeFeedback({ submitted, bounced, complained }, { ...limits, ...changes })?.level ?? null;

describe("the breaker", () => {
  it.each([
    ["complaints at the limit", 6_250, 0, 5, "tripped"],
    ["complaints just below it", 6_251, 0, 5, "near"],
    ["complaints at half of it", 12_500, 0, 5, "near"],
    ["complaints below half", 12_501, 0, 5, null],
    ["bounces at the limit", 500, 20, 0, "tripped"],
    ["bounces just below it", 501, 20, 0, "near"],
    ["bounces at half of it", 1_000, 20, 0, "near"],
    ["bounces below half", 1_001, 20, 0, null],
    ["fewer mails than the floor", 499, 499, 0, null],
    ["fewer complaints than the floor", 500, 0, 4, null],
    ["fewer bounces than the floor", 500, 19, 0, null],
    ["few complaints beside many bounces", 500, 20, 4, "tripped"],
    ["no mails at all", 0, 20, 5, null],
  ] as const)("judges %s", (_what, submitted, bounced, complained, level) => {
    expect(levelOf(submitted, bounced, complained)).toBe(level);
  });

  it("trips at any limit that is set, though its percentage is no exact fraction", () => {
    for (let hundredths = 1; hundredths <= 500; hundredths += 1) {
      const changes = { complaintRatio: hundredths / 100 / 100 };
      expect(levelOf(100_000, 0, hundredths * 10, changes), `${hundredths} hundredths`).toBe("tripped");
      expect(levelOf(100_000, 0, hundredths * 10 - 1, changes), `${hundredths} hundredths`).not.toBe(
        "tripped",
      );
    }
  });

  it("says which measure it judged by, complaints before bounces", () => {
    expect(judgeFeedback({ submitted: 500, bounced: 20, complained: 5 }, limits)).toEqual({
      level: "tripped",
      measure: "complaints",
      submitted: 500,
      count: 5,
      limitRatio: limits.complaintRatio,
    });
    expect(judgeFeedback({ submitted: 12_500, bounced: 500, complained: 5 }, limits)).toMatchObject({
      level: "tripped",
      measure: "permanent bounces",
      count: 500,
      limitRatio: limits.bounceRatio,
    });
  });

  it("does not judge by reports that are too few, however bad their share beside many others", () => {
    expect(judgeFeedback({ submitted: 600, bounced: 20, complained: 4 }, limits)).toMatchObject({
      level: "near",
      measure: "permanent bounces",
    });
    const strict = { ...limits, bounceRatio: 0.01, complaintRatio: 0.01 };
    expect(judgeFeedback({ submitted: 1_000, bounced: 19, complained: 5 }, strict)).toMatchObject({
      level: "near",
      measure: "complaints",
    });
  });

  it.each([
    [5, 0, true],
    [0, 20, true],
    [5, 20, true],
    [4, 19, false],
    [0, 0, false],
  ])("takes %i complaints and %i bounces for worth judging: %s", (complained, bounced, is) => {
    expect(isWorthJudging({ complained, bounced }, limits)).toBe(is);
  });
});
