import { expect, test } from "vitest";
import { parseRetryAfter } from "../../../src/calendar/retry-after.ts";

const date = "Fri, 19 Jun 2026 04:00:00 GMT";

test.each([
  ["120", 120_000],
  [" 2 ", 2_000],
  ["0.25", 250],
  ["Fri, 19 Jun 2026 04:00:30 GMT", 30_000],
  ["Fri, 19 Jun 2026 03:59:00 GMT", 0],
  ["", null],
  [null, null],
  [undefined, null],
  ["-5", null],
  ["soon", null],
  ["1e9999", null],
])("an answer that says %j asks for a wait of %s ms", (value, waitMs) => {
  expect(parseRetryAfter(value, date)).toBe(waitMs);
});

test("a date is counted from the answer's own, or from this clock when it has none", () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  const waitMs = parseRetryAfter(inAMinute);
  expect(waitMs).toBeGreaterThan(50_000);
  expect(waitMs).toBeLessThanOrEqual(60_000);
  expect(parseRetryAfter(inAMinute, "no date")).toBe(null);
});
