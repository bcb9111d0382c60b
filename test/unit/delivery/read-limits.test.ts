import { describe, expect, it } from "vitest";
import { readLimits, readResetMs } from "../../../src/delivery/mailers/read-limits.ts";

describe("a limit that an answer's headers tell", () => {
  it.each([
    ["10", undefined, 10],
    ["10, 10;w=1, 300;w=60", undefined, 5],
    ["10, 10;w=1, 1000;w=3600", undefined, 10],
    ["100", "100;w=60", 100 / 60],
    [undefined, '"burst";q=10;w=1,"slow";q=90;w=10', 9],
    ["10", "nonsense", 10],
    ["0", undefined, null],
    ["-5", undefined, null],
    ["1000000000", undefined, null],
    ["many", undefined, null],
    ["10;w=0", undefined, null],
    ["1e3", undefined, null],
    ["", "", null],
  ])("%s with the policy %s", (limit, policy, expected) => {
    const headers = {
      ...(limit === undefined ? {} : { "ratelimit-limit": limit }),
      ...(policy === undefined ? {} : { "ratelimit-policy": policy }),
    };
    expect(readLimits(headers)?.requestsPerSecond ?? null).toBe(expected);
  });

  it.each([
    ["0", 0],
    ["7", 7],
    ["-1", null],
    ["some", null],
  ])("leaves %s requests", (remaining, expected) => {
    expect(readLimits({ "ratelimit-limit": "10", "ratelimit-remaining": remaining })?.remaining).toBe(
      expected,
    );
  });

  it("tells nothing of what remains of an allowance for a day", () => {
    const headers = { "ratelimit-limit": "50000;w=86400", "ratelimit-remaining": "0" };
    expect(readLimits(headers)).toBeNull();
  });

  it.each([
    ["1", 1_000],
    ["0.4", 400],
    ["0", null],
    ["-3", null],
    ["1795600000", null],
    ["soon", null],
  ])("begins anew in %s", (reset, expected) => {
    expect(readResetMs({ "ratelimit-reset": reset })).toBe(expected);
  });
});
