import { describe, expect, it } from "vitest";
import { spreadRequests } from "../../../../src/delivery/forecast/spread-requests.ts";

const at = (time: string) => new Date(`2026-06-18T${time}Z`);
const shown = (leaving: ReturnType<typeof spreadRequests>) =>
  leaving.hours.map(({ from, mails }) => `${from.toISOString().slice(11, 16)} ${mails}`);

describe("the hours in which mails leave", () => {
  it("are those at which they are due, where nothing holds them up", () => {
    const leaving = spreadRequests(
      [
        { dueAt: at("09:30:00"), requests: 2, mails: 150 },
        { dueAt: at("06:00:00"), requests: 1, mails: 40 },
      ],
      at("04:10:00"),
      600,
    );
    expect(shown(leaving)).toEqual(["06:00 40", "09:00 150"]);
    expect(leaving.firstAt).toEqual(at("06:00:00"));
    expect(leaving.lastAt).toEqual(at("09:30:00.600"));
  });

  it("begin when it is let go, for what was due before", () => {
    const due = [{ dueAt: at("04:00:00"), requests: 1, mails: 7 }];
    expect(shown(spreadRequests(due, at("08:15:00"), 0))).toEqual(["08:00 7"]);
  });

  it("run over into the next where the pace allows no more, and lose no mail", () => {
    const due = [
      { dueAt: at("06:00:00"), requests: 70, mails: 6_999 },
      { dueAt: at("07:00:00"), requests: 1, mails: 100 },
    ];
    expect(shown(spreadRequests(due, at("04:00:00"), 60_000))).toEqual(["06:00 5999", "07:00 1100"]);
  });

  it("come later by what other editions send before", () => {
    const due = [
      { dueAt: at("06:00:00"), requests: 1, mails: 100 },
      { dueAt: at("06:00:00"), requests: 60, mails: 0 },
    ];
    expect(shown(spreadRequests(due, at("04:00:00"), 60_000))).toEqual(["07:00 100"]);
  });

  it("are none where nobody is mailed", () => {
    expect(spreadRequests([], at("04:00:00"), 600)).toEqual({ hours: [], firstAt: null, lastAt: null });
  });
});
