import { describe, expect, it } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import type { ReaderSilence } from "../../../src/delivery/ledger/quiet-store.ts";
import { hadTooFew, isSilent } from "../../../src/delivery/plan/silence.ts";

const at = (day: string, time = "07:00:00") => new Date(`${day}T${time}Z`);
const reader = { timezone: "UTC", confirmedAt: at("2026-01-01"), createdAt: at("2026-01-01") };

/** Editions with too little for the reader, on these days. */
const without = (...days: string[]) => days.map((day) => ({ dueAt: at(day), reason: "no-match" }));

const silence = (given: Partial<ReaderSilence>): ReaderSilence => ({
  lastMailedAt: null,
  without: [],
  isTold: false,
  ...given,
});

function told(
  given: Partial<ReaderSilence>,
  today: string,
  cadence: Cadence = "daily",
  of = reader,
): boolean {
  return isSilent(of, silence(given), cadence, at(today));
}

describe("a silence", () => {
  const week = without("2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05");

  it("is told on the seventh day after the last digest, whatever second either left", () => {
    const lastMailedAt = at("2026-06-01", "07:00:09");
    expect(told({ lastMailedAt, without: week }, "2026-06-07")).toBe(false);
    expect(told({ lastMailedAt, without: week }, "2026-06-08")).toBe(true);
  });

  it("of a reader who never had one counts from the confirmation", () => {
    const fresh = { ...reader, confirmedAt: at("2026-06-01", "20:00:00") };
    expect(told({ without: week }, "2026-06-07", "daily", fresh)).toBe(false);
    expect(told({ without: week }, "2026-06-08", "daily", fresh)).toBe(true);
  });

  it("is told once", () => {
    expect(told({ without: week, isTold: true }, "2026-06-08")).toBe(false);
  });

  it("begins where editions had too little: a pause, or days without editions, are none", () => {
    const lastMailedAt = at("2026-05-20");
    expect(told({ lastMailedAt, without: [] }, "2026-06-08")).toBe(false);
    expect(told({ lastMailedAt, without: without("2026-06-05", "2026-06-06") }, "2026-06-08")).toBe(false);
    expect(told({ lastMailedAt, without: without("2026-06-06", "2026-06-02") }, "2026-06-08")).toBe(true);
  });

  it("begins anew with a digest, also where editions before it had too little", () => {
    const lastMailedAt = at("2026-06-05", "07:01:00");
    expect(told({ lastMailedAt, without: week }, "2026-06-12")).toBe(false);
    expect(told({ lastMailedAt, without: [...week, ...without("2026-06-06")] }, "2026-06-12")).toBe(true);
  });

  it.each<[Cadence, string, string, string]>([
    ["weekly", "2026-06-08", "2026-06-15", "2026-06-22"],
    ["monthly", "2026-02-01", "2026-02-01", "2026-03-01"],
  ])("of a %s reader is told at the edition after the second without", (cadence, first, before, then) => {
    const lastMailedAt = cadence === "weekly" ? at("2026-06-01") : at("2026-01-01");
    expect(told({ lastMailedAt, without: without(first) }, before, cadence)).toBe(false);
    expect(told({ lastMailedAt, without: without(first) }, then, cadence)).toBe(true);
  });

  it("is counted in days of the reader's calendar", () => {
    const far = { ...reader, timezone: "Pacific/Kiritimati" };
    const lastMailedAt = at("2026-06-01", "09:00:00");
    expect(
      isSilent(reader, silence({ lastMailedAt, without: week }), "daily", at("2026-06-07", "11:00:00")),
    ).toBe(false);
    expect(
      isSilent(far, silence({ lastMailedAt, without: week }), "daily", at("2026-06-07", "11:00:00")),
    ).toBe(true);
  });
});

it("is of too few matches when papers matched since the last digest", () => {
  const few = [{ dueAt: at("2026-06-02"), reason: "too-few-matches" }, ...without("2026-06-03")];
  expect(hadTooFew(silence({ without: few }))).toBe(true);
  expect(hadTooFew(silence({ without: few, lastMailedAt: at("2026-06-02", "12:00:00") }))).toBe(false);
  expect(hadTooFew(silence({ without: without("2026-06-03") }))).toBe(false);
});
