import { expect, it } from "vitest";
import { lookHistory } from "../../../src/editions/look-history.ts";

const at = (hour: string) => new Date(`2026-06-16T${hour}:00Z`);
const signal = (hour: string, upvotes: number) => ({
  observedAt: at(hour),
  upvotes,
  comments: 0,
  stars: null,
  position: null,
});
const look = (from: string, to: string) => ({ day: "2026-06-16", startedAt: at(from), finishedAt: at(to) });

it("counts after each signal the looks that changed nothing, and not those that brought one", () => {
  const history = lookHistory(
    [signal("08:01", 5), signal("11:01", 9)],
    [
      // Before the paper was listed.
      look("07:00", "07:02"),
      look("08:00", "08:02"),
      look("09:00", "09:02"),
      look("10:00", "10:02"),
      look("11:00", "11:02"),
      look("12:00", "12:02"),
    ],
  );
  expect(history.map((one) => [one.upvotes, one.looksWithoutChange, one.unchangedUntil])).toEqual([
    [5, 2, at("10:00")],
    [9, 1, at("12:00")],
  ]);
});

it("takes a look that began and ended with its signal for the one that brought it", () => {
  const history = lookHistory(
    [signal("08:00", 5), signal("09:00", 6)],
    [look("08:00", "08:00"), look("09:00", "09:00")],
  );
  expect(history.map((one) => [one.looksWithoutChange, one.unchangedUntil])).toEqual([
    [0, null],
    [0, null],
  ]);
});
