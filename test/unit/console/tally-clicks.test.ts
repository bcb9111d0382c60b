import { expect, it } from "vitest";
import type { ReadersClick } from "../../../src/console/readings/readings-store.ts";
import { type PaperClicks, tallyReader } from "../../../src/console/readings/tally-clicks.ts";

const deliveredAt = new Date("2026-06-18T06:00:00Z");

/** A click so many seconds after the mail arrived. */
function click(seconds: number, link: string, userAgent = "Mozilla/5.0 (X11) Firefox/140"): ReadersClick {
  const occurredAt = new Date(deliveredAt.getTime() + seconds * 1000);
  const details = { link, userAgent, timestamp: occurredAt.toISOString() };
  return { subscriberId: "a", occurredAt, details, deliveredAt };
}

function tally(...readers: ReadersClick[][]): Record<string, PaperClicks> {
  const counts = new Map<string, PaperClicks>();
  for (const clicks of readers)
    tallyReader(counts, clicks, (link) => {
      const [paperId, kind] = link.split(" ");
      return paperId === "preferences" || paperId === undefined
        ? null
        : { paperId, kind: kind === "pdf" ? "pdf" : "arxiv" };
    });
  return Object.fromEntries(counts);
}

it("counts a reader once for each paper, and once for each of its links", () => {
  const reader = [
    click(600, "one arxiv"),
    click(700, "one arxiv"),
    click(800, "one pdf"),
    click(900, "two pdf"),
  ];
  expect(tally(reader, [click(100, "one pdf")])).toMatchObject({
    one: { people: 2, machines: 0, links: { arxiv: 1, pdf: 2, code: 0 } },
    two: { people: 1, machines: 0, links: { arxiv: 0, pdf: 1 } },
  });
});

it("counts who scans all links at once, or just after the mail arrived, as a machine; a person who comes later counts", () => {
  const scanned = [click(100, "one arxiv"), click(101, "one pdf"), click(102, "two arxiv")];
  expect(tally(scanned, [click(1, "one arxiv")], [...scanned, click(5000, "two arxiv")])).toMatchObject({
    one: { people: 0, machines: 3 },
    two: { people: 1, machines: 1, links: { arxiv: 1 } },
  });
});

it("leaves links out that are no paper's, and takes them for a sign of a machine all the same", () => {
  expect(tally([click(600, "preferences link")])).toEqual({});
  const all = [click(100, "preferences link"), click(101, "one arxiv"), click(102, "two arxiv")];
  expect(tally(all)).toMatchObject({ one: { people: 0, machines: 1 }, two: { people: 0, machines: 1 } });
});
