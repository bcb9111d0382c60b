import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config/env.ts";
import { holdOf } from "../../../src/publish/hold-rules.ts";

const now = new Date("2026-06-18T04:00:00Z");
const hold = (env: Record<string, string>, asked: boolean | null = null, at = now) =>
  holdOf("daily", asked, readConfig(env).hold, at);

const untilHalfPastSix = { HOLD_UNTIL: "06:30", HOLD_TIMEZONE: "Europe/Berlin" };

describe("an edition that is published", () => {
  it("goes when nothing says that it is held, and when its cadence is not", () => {
    const goes = { isHeld: false, deadline: null };
    expect(hold({})).toEqual(goes);
    expect(hold({ PUBLISH_HOLD: "weekly,monthly", ...untilHalfPastSix })).toEqual(goes);
  });

  it("waits for ever when it is held without a deadline", () => {
    expect(hold({ PUBLISH_HOLD: "daily" })).toEqual({ isHeld: true, deadline: null });
  });

  it.each(["go", "stay"])("waits until the next showing of its deadline, then is to %s", (HOLD_THEN) => {
    expect(hold({ PUBLISH_HOLD: "true", ...untilHalfPastSix, HOLD_THEN })).toEqual({
      isHeld: true,
      deadline: { endsAt: new Date("2026-06-18T04:30:00Z"), atEnd: HOLD_THEN },
    });
  });

  it("that comes after its hour is held until the next day", () => {
    const late = hold({ PUBLISH_HOLD: "true", ...untilHalfPastSix }, null, new Date("2026-06-18T04:31:00Z"));
    expect(late.deadline?.endsAt).toEqual(new Date("2026-06-19T04:30:00Z"));
  });

  it("goes or is held for ever when somebody says so by hand", () => {
    const env = { PUBLISH_HOLD: "true", ...untilHalfPastSix, HOLD_THEN: "go" };
    expect(hold(env, false)).toEqual({ isHeld: false, deadline: null });
    expect(hold(env, true)).toEqual({ isHeld: true, deadline: null });
  });
});
