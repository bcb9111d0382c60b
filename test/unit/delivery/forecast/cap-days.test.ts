import { describe, expect, it } from "vitest";
import { capDays } from "../../../../src/delivery/forecast/cap-days.ts";

const at = (time: string) => new Date(`2026-06-${time}:00Z`);
const now = at("18T04:00");
const due = (time: string, mails: number) => ({ dueAt: at(time), requests: Math.ceil(mails / 100), mails });
const shown = ({ due: parts }: ReturnType<typeof capDays>) =>
  parts.map(({ dueAt, mails }) => `${dueAt.toISOString().slice(8, 13)} ${mails}`);
const ahead = (steps: number[], given = {}) => ({
  steps,
  daysBefore: 0,
  mailsToday: 0,
  nextEditionAt: at("25T04:00"),
  ...given,
});

describe("a warm-up that is foreseen", () => {
  it("puts what exceeds a day off to the next, where it goes before what has not waited", () => {
    const capped = capDays([due("18T06:00", 80), due("19T05:00", 70)], ahead([50, 60, 70]), now);
    expect(shown(capped)).toEqual(["18T06 50", "19T06 30", "19T05 30", "20T05 40"]);
    expect(capped).toMatchObject({ today: 50, excluded: 0 });
  });

  it("counts what left today already, and what single mails took", () => {
    expect(shown(capDays([due("18T06:00", 80)], ahead([50, 60], { mailsToday: 45 }), now))).toEqual([
      "18T06 5",
      "19T06 60",
      "20T06 15",
    ]);
  });

  it("excludes who waits when the next edition is out, and nobody whose hour comes later by itself", () => {
    const nextEditionAt = at("19T04:00");
    const capped = capDays(
      [due("18T06:00", 80), due("19T05:00", 10)],
      ahead([50, 60], { nextEditionAt }),
      now,
    );
    expect(shown(capped)).toEqual(["18T06 50", "19T05 10"]);
    expect(capped.excluded).toBe(30);
  });

  it("knows no cap behind the last step", () => {
    expect(shown(capDays([due("17T06:00", 500)], ahead([50], { daysBefore: 1 }), now))).toEqual([
      "18T04 500",
    ]);
  });
});
