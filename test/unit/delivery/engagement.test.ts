import { describe, expect, it } from "vitest";
import {
  type EngagementMark,
  isMachineClient,
  judgeEngagement,
} from "../../../src/delivery/feedback/engagement.ts";

const deliveredAt = new Date("2026-06-18T07:00:00Z");
const afterDelivery = (seconds: number) => new Date(deliveredAt.getTime() + seconds * 1000);
const never = { openedAt: null, clickedAt: null, machineOpenedAt: null, machineClickedAt: null };

type Client = { userAgent?: string; ip?: string; link?: string };

function mark(kind: "open" | "click", seconds: number, more: Client = {}): EngagementMark {
  const {
    userAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    ip = "192.0.2.7",
    link = null,
  } = more;
  return { kind, at: afterDelivery(seconds), isMachine: isMachineClient(userAgent, ip), link };
}

describe("opens and clicks", () => {
  it("some minutes after the delivery are a person's", () => {
    const marks = [mark("open", 300), mark("click", 320, { link: "https://arxiv.org/abs/1" })];
    expect(judgeEngagement(marks, deliveredAt)).toEqual({
      ...never,
      openedAt: afterDelivery(300),
      clickedAt: afterDelivery(320),
    });
  });

  it.each([
    ["Apple's privacy proxy", { userAgent: "Mozilla/5.0" }],
    ["a host of Apple's network", { ip: "17.58.1.9" }],
    ["a scanner that names itself", { userAgent: "Mozilla/5.0 (compatible; BarracudaCentral)" }],
    ["a script", { userAgent: "python-requests/2.32" }],
  ])("by %s are a machine's", (_, more) => {
    expect(judgeEngagement([mark("open", 900, more)], deliveredAt)).toEqual({
      ...never,
      machineOpenedAt: afterDelivery(900),
    });
  });

  it("by Gmail's image proxy are a person's: it fetches when one opens", () => {
    const userAgent =
      "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
    expect(judgeEngagement([mark("open", 60, { userAgent })], deliveredAt).openedAt).toEqual(
      afterDelivery(60),
    );
  });

  it("within moments of the delivery are a machine's", () => {
    expect(judgeEngagement([mark("open", 1), mark("click", 4)], deliveredAt)).toEqual({
      ...never,
      machineOpenedAt: afterDelivery(1),
      machineClickedAt: afterDelivery(4),
    });
  });

  it("within moments are a person's while nothing tells when it was delivered", () => {
    expect(judgeEngagement([mark("open", 1)], null).openedAt).toEqual(afterDelivery(1));
  });

  it("of many links within seconds are a scanner's, with the open that went before", () => {
    const burst = [1, 2, 3].map((n) => mark("click", 60 + n, { link: `https://arxiv.org/abs/${n}` }));
    expect(judgeEngagement([mark("open", 59), ...burst], deliveredAt)).toEqual({
      ...never,
      machineOpenedAt: afterDelivery(59),
      machineClickedAt: afterDelivery(61),
    });
  });

  it("of one link again and again are a person's", () => {
    const clicks = [1, 2, 3].map((n) => mark("click", 60 + n, { link: "https://arxiv.org/abs/1" }));
    expect(judgeEngagement(clicks, deliveredAt).clickedAt).toEqual(afterDelivery(61));
  });

  it("of a person after a scanner count for both", () => {
    const marks = [mark("open", 1), mark("open", 7200), mark("click", 7230, { link: "https://a.example" })];
    expect(judgeEngagement(marks, deliveredAt)).toEqual({
      openedAt: afterDelivery(7200),
      clickedAt: afterDelivery(7230),
      machineOpenedAt: afterDelivery(1),
      machineClickedAt: null,
    });
  });

  it("mean the same in any order", () => {
    const marks = [
      mark("open", 1),
      mark("open", 500),
      ...[1, 2, 3].map((n) => mark("click", 60 + n, { link: `https://a.example/${n}` })),
      mark("click", 900, { link: "https://a.example/9" }),
    ];
    expect(judgeEngagement(marks.toReversed(), deliveredAt)).toEqual(judgeEngagement(marks, deliveredAt));
  });
});
