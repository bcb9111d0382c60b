import { describe, expect, it } from "vitest";
import { judgeFeedback } from "../../../src/delivery/breaker/breaker-rules.ts";

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
});
