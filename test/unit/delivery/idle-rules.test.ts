import { describe, expect, it } from "vitest";
import { isGraceOver, isIdle, whyNotMeasured } from "../../../src/delivery/idle/idle-rules.ts";

const now = new Date("2026-06-18T02:37:00Z");
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe("a reader who gives no sign for 60 days", () => {
  const silent = { lastSignAt: ago(61), mails: 2, firstMailAt: ago(58) };

  it.each([
    ["was sent two mails that others clicked", silent, true],
    ["gave the last sign just then", { ...silent, lastSignAt: ago(60) }, false],
    ["was sent only one mail", { ...silent, mails: 1 }, false],
    ["was sent nothing", { ...silent, mails: 0, firstMailAt: null }, false],
    ["is mailed again for a month only", { ...silent, mails: 20, firstMailAt: ago(29) }, false],
  ])("%s", (_, facts, expected) => {
    expect(isIdle(facts, 60, now)).toBe(expected);
  });
});

describe("clicks", () => {
  it.each([
    ["were never heard of", { firstAt: null, lastAt: null }, "never"],
    ["are heard of since yesterday", { firstAt: ago(1), lastAt: ago(1) }, "too-short"],
    ["are heard of for a day less", { firstAt: ago(59), lastAt: ago(1) }, "too-short"],
    ["are heard of for long enough", { firstAt: ago(60), lastAt: ago(1) }, null],
    ["are heard of once a month", { firstAt: ago(92), lastAt: ago(31) }, null],
    ["are heard of no longer", { firstAt: ago(90), lastAt: ago(36) }, "no-longer"],
  ] as const)("%s", (_, heard, expected) => {
    expect(whyNotMeasured(heard, 60, now)).toBe(expected);
  });
});

describe("the days of grace", () => {
  it.each([
    ["are over", ago(14), ago(1), true],
    ["run for some minutes more", new Date(ago(14).getTime() + 60_000), ago(1), false],
    ["are not counted while no click is heard of, since an answer might be lost", ago(20), ago(21), false],
    ["are not over where no click was ever heard of", ago(20), null, false],
  ])("%s", (_, toldAt, lastHeardAt, expected) => {
    expect(isGraceOver(toldAt, lastHeardAt, 14, now)).toBe(expected);
  });
});
