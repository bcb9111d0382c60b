import { describe, expect, it } from "vitest";
import type { Look } from "../../../src/papers/runs-store.ts";
import { type DayHistory, findLateRisers, type OwnEdition } from "../../../src/ranking/late-risers.ts";

const day = "2026-08-04";
const at = (text: string) => new Date(`2026-08-${text}:00Z`);
const close = at("05T00:00");
const edition: OwnEdition = { publishedAt: at("05T04:00") };
const now = at("07T04:00");

const look = (text: string): Look => ({ day, startedAt: at(text), finishedAt: at(text) });
const looks = [look("04T20:00"), look("05T00:40"), look("05T03:40"), look("06T12:00")];

type Votes = [time: string, upvotes: number][];

const paper = (id: string, votes: Votes, listedAt = at("04T02:00")): DayHistory["papers"][number] => ({
  id,
  listedAt,
  signals: votes.map(([time, upvotes]) => ({
    observedAt: at(time),
    upvotes,
    comments: 1,
    stars: null,
    position: null,
  })),
});

/** Papers of 100, 90, 80, ... upvotes at the day's close, which stay as they are. */
const steady = (count: number) =>
  Array.from({ length: count }, (_, index) => paper(`steady-${index + 1}`, [["04T20:00", 100 - 10 * index]]));

const find = (
  papers: DayHistory["papers"],
  given: { own?: OwnEdition | null; first?: string[]; looks?: Look[]; now?: Date } = {},
) =>
  findLateRisers(
    { day, papers, looks: given.looks ?? looks },
    given.own === undefined ? edition : given.own,
    new Set(given.first ?? ["steady-1", "steady-2", "steady-3", "steady-4", "steady-5"]),
    given.now ?? now,
  );

const riser = paper("riser", [
  ["04T20:00", 12],
  ["06T12:00", 141],
]);

describe("a late riser", () => {
  it("was not among the first of its edition and is now among the first of its day", () => {
    expect(find([...steady(8), riser])).toEqual([
      { id: "riser", day, place: 1, isShared: false, of: 9, atClose: { place: 9 }, upvotes: 141 },
    ]);
  });

  it("is none that its edition showed among the first five, however much it gained", () => {
    expect(find([...steady(8), riser], { first: ["riser"] })).toEqual([]);
  });

  it("is none that is still not among the first three", () => {
    const sixthToFourth = paper("riser", [
      ["04T20:00", 12],
      ["06T12:00", 79],
    ]);
    expect(find([...steady(8), sixthToFourth])).toEqual([]);
  });

  it("is none that stood among the first three when its edition came out, or its day closed", () => {
    const wasSecond = paper("riser", [
      ["04T20:00", 95],
      ["05T03:40", 20],
      ["06T12:00", 141],
    ]);
    expect(find([...steady(8), wasSecond])).toEqual([]);
    const soonSecond = paper("riser", [
      ["04T20:00", 20],
      ["05T03:40", 95],
      ["06T12:00", 141],
    ]);
    expect(find([...steady(8), soonSecond])).toEqual([]);
  });

  it("is one that was listed after its day had closed, and was in no edition", () => {
    const unseen = paper("riser", [["05T09:00", 120]], at("05T09:00"));
    expect(find([...steady(8), unseen])).toMatchObject([{ id: "riser", place: 1, atClose: { place: null } }]);
  });

  it("loses its place with its votes", () => {
    const fallen = paper("riser", [
      ["04T20:00", 12],
      ["05T12:00", 141],
      ["06T12:00", 15],
    ]);
    expect(find([...steady(8), fallen])).toEqual([]);
  });

  it("shares a place with equals", () => {
    const joint = paper("riser", [
      ["04T20:00", 12],
      ["06T12:00", 90],
    ]);
    expect(find([...steady(8), joint])).toMatchObject([{ id: "riser", place: 2, isShared: true }]);
  });

  it("has ten upvotes and a paper below it, so that on a day of two not everybody is one", () => {
    const late = (upvotes: number) => paper("riser", [["05T09:00", upvotes]], at("05T09:00"));
    expect(find([late(40)], { first: [] })).toEqual([]);
    expect(find([paper("other", [["04T20:00", 60]]), late(40)], { first: ["other"] })).toEqual([]);
    expect(find([paper("other", [["04T20:00", 5]]), late(9)], { first: ["other"] })).toEqual([]);
    expect(find([paper("other", [["04T20:00", 5]]), late(10)], { first: ["other"] })).toMatchObject([
      { id: "riser", place: 1, of: 2 },
    ]);
  });

  it("needs a look at its day after the close", () => {
    expect(find([...steady(8), riser], { looks: [look("04T20:00"), look("04T23:30")] })).toEqual([]);
  });

  it("says nothing of the close when nobody looked within two hours of it", () => {
    const atClose = (texts: string[]) =>
      find([...steady(8), riser], { looks: [...texts, "06T12:00"].map(look) })[0]?.atClose;
    expect(atClose(["04T22:00"])).toEqual({ place: 9 });
    expect(atClose(["05T02:00"])).toEqual({ place: 9 });
    expect(atClose(["04T21:59", "05T02:01"])).toBeNull();
  });

  it("is judged by the votes at the close where its day had no edition", () => {
    expect(find([...steady(8), riser], { own: null, first: [] })).toMatchObject([{ id: "riser" }]);
    const fifth = paper("riser", [
      ["04T20:00", 65],
      ["06T12:00", 141],
    ]);
    expect(find([...steady(8), fifth], { own: null, first: [] })).toEqual([]);
  });

  it("is not looked for where nothing is known of how its day stood", () => {
    const after = { own: null, first: [], looks: [look("06T12:00")] };
    expect(find([...steady(8), riser], after)).toEqual([]);
  });

  it("is not known before it has risen", () => {
    expect(find([...steady(8), riser], { now: at("06T04:00") })).toEqual([]);
    expect(close < now).toBe(true);
  });
});
