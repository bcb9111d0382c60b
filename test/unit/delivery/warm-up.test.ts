import { describe, expect, it } from "vitest";
import { capOn, shareRoom } from "../../../src/delivery/plan/warm-up.ts";

const readers = (...ids: string[]) => ids.map((subscriberId) => ({ subscriberId }));
const goingOf = (shared: { going: { subscriberId: string }[] }) =>
  shared.going.map(({ subscriberId }) => subscriberId).join("");

describe("the cap of a warm-up", () => {
  it("is that of the day of sending, and none behind the last", () => {
    expect([0, 1, 2].map((days) => capOn([50, 100], days))).toEqual([50, 100, null]);
  });
});

describe("the room of a day", () => {
  const sinceOf = new Map([
    ["c", "2026-06-16"],
    ["d", "2026-06-17"],
  ]);

  it("goes to who waited longest, then to the others in their order", () => {
    expect(goingOf(shareRoom(readers("a", "b", "c", "d"), 3, sinceOf, []))).toBe("acd");
    expect(shareRoom(readers("a", "b", "c", "d"), 1, sinceOf, [])).toEqual({
      going: readers("c"),
      waiting: readers("a", "b", "d"),
    });
  });

  it("is kept for who is due later on the day and waited longer, and for nobody who waited as long", () => {
    const later = [{ since: "2026-06-17", readers: 2 }];
    expect(goingOf(shareRoom(readers("a", "b", "c", "d"), 4, sinceOf, later))).toBe("cd");
    expect(goingOf(shareRoom(readers("a", "b", "c", "d"), 2, sinceOf, later))).toBe("cd");
    expect(goingOf(shareRoom(readers("a", "b"), 3, sinceOf, later))).toBe("a");
  });

  it("is for all where there is enough, and for nobody where there is none", () => {
    expect(goingOf(shareRoom(readers("a", "b"), 2, sinceOf, []))).toBe("ab");
    expect(goingOf(shareRoom(readers("c"), 0, sinceOf, []))).toBe("");
  });
});
