import { describe, expect, it } from "vitest";
import { discussionBeganAt } from "../../../src/papers/discussion-time.ts";

const now = new Date("2026-06-18T10:00:00Z");
const idAt = (instant: string) =>
  `${Math.floor(Date.parse(instant) / 1000)
    .toString(16)
    .padStart(8, "0")}59127a45e2c1c535`;

describe("discussionBeganAt", () => {
  it("reads the time from the first eight digits", () => {
    expect(discussionBeganAt("6a334bc659127a45e2c1c535", now)).toEqual(new Date("2026-06-18T01:37:10Z"));
  });

  it.each([
    ["none", null],
    ["a name", "discussion-17"],
    ["a cut one", "6a334bc659127a45e2c1c5"],
    ["one of before there were daily papers", idAt("2023-04-30T23:59:59Z")],
    ["one of the day after tomorrow", idAt("2026-06-20T10:00:00Z")],
  ])("says nothing of %s", (_, id) => {
    expect(discussionBeganAt(id, now)).toBeNull();
  });

  it("lets clocks be a day apart", () => {
    expect(discussionBeganAt(idAt("2026-06-19T10:00:00Z"), now)).toEqual(new Date("2026-06-19T10:00:00Z"));
  });
});
