import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, type Cadence, dayOf, lastClosedPeriod, periodDays } from "../../../src/calendar/periods.ts";
import { sqlArray } from "../../../src/db/sql-array.ts";
import { lookAtDay } from "../../../src/due/look-at-day.ts";
import { listDaysToCollect } from "../../../src/due/store.ts";
import { createPaperSources } from "../../../src/papers/sources/source.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import type { FakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import {
  type GrowingPaper,
  inventGrowingPapers,
  startGrowingHuggingFace,
  votesAt,
} from "../../fakes/growing-huggingface.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { publishAllDue } from "../../support/publishing.ts";
import { readGrowingPapers } from "../../support/shared-growing-papers.ts";
import { isShort } from "../short.ts";

/** A folder with `signals.csv` and `weekly-top10.json`, from which the papers are taken instead of invented ones. */
const dir = process.env.DAILY_PAPERS_DIR;
const hour = 60 * 60_000;

/** The first look at the clock; the days before it are papers of the past. */
const startsAt = dir ? "2025-11-16T20:30:00Z" : isShort ? "2026-07-25T20:30:00Z" : "2026-07-11T20:30:00Z";
const endsAt = dir ? "2025-12-01T05:30:00Z" : "2026-08-01T05:30:00Z";
const firstDay = dir ? "2025-10-27" : "2026-07-01";
const days = daysBetween(firstDay, endsAt.slice(0, 10));

/** One that a few see on its morning, and all a week later. */
const lateSuccess: GrowingPaper = {
  id: "2607.99431",
  day: "2026-07-21",
  listedAtHour: 1,
  morningVotes: 5,
  finalVotes: 431,
};
/** One that nobody lists while its day lasts. */
const listedLate: GrowingPaper = {
  ...lateSuccess,
  id: "2607.99432",
  day: "2026-07-23",
  listedAtHour: 40,
  morningVotes: 90,
  finalVotes: 180,
};

const watched = dir ? [] : [lateSuccess, listedLate];

const papers = dir ? readGrowingPapers(dir, days) : [...inventGrowingPapers(days, 20), ...watched];

let ctx: TestContext;
let huggingface: FakeHuggingFace;
let arxiv: FakeArxiv;
const clock = createTestClock(startsAt);
const requestsOn = new Map<string, number>();

beforeAll(async () => {
  huggingface = await startGrowingHuggingFace(clock, papers);
  arxiv = await startFakeArxiv({ clock });
  const env = {
    HF_BASE_URL: huggingface.url,
    ARXIV_BASE_URL: arxiv.url,
    ARXIV_FEED_URL: arxiv.url,
    ARXIV_SPACING_MS: "0",
  };
  const sources = createPaperSources(
    testConfig("postgres://unused.invalid/x", env),
    createLog({ logLevel: "silent" }),
  );
  ctx = await createTestContext({ clock, env, overrides: { sources } });
  for (; clock.now() < new Date(endsAt); clock.advance(hour)) await liveAnHour();
}, 1_800_000);
afterAll(async () => {
  await ctx.close();
  await Promise.all([huggingface.close(), arxiv.close()]);
});

/** Publishes and looks at what the last hour made due, as the workers do. */
async function liveAnHour(): Promise<void> {
  const before = huggingface.requests.length;
  await publishAllDue(ctx);
  for (let [next] = await dueDays(); next; [next] = await dueDays()) await lookAtDay(ctx, next.day);
  const today = dayOf(clock.now());
  requestsOn.set(today, (requestsOn.get(today) ?? 0) + huggingface.requests.length - before);
}

const dueDays = () => listDaysToCollect(ctx.db, clock.now());

function daysBetween(first: string, last: string): string[] {
  return first > last ? [] : [first, ...daysBetween(addDays(first, 1), last)];
}

type Published = { id: string; cadence: Cadence; period: string; order: string[] };

async function listPublished(cadence: Cadence): Promise<Published[]> {
  const { rows } = await ctx.db.execute<Published>(sql`
    select e.id, e.cadence, e.period, array_agg(p.paper_id order by p.rank) as "order"
    from editions e join edition_papers p on p.edition_id = e.id and p.section = 'top'
    where e.cadence = ${cadence} group by e.id order by e.period`);
  return rows;
}

/** The ten most upvoted of a period a week after its close. */
function laterTopOf({ cadence, period }: Published): string[] {
  const ofPeriod = periodDays(cadence, period);
  const at = new Date(Date.parse(ofPeriod.at(-1) ?? "") + 8 * 24 * hour);
  return papers
    .filter(({ day }) => ofPeriod.includes(day))
    .map((paper) => ({ id: paper.id, votes: votesAt(paper, at) }))
    .sort((a, b) => b.votes - a.votes || (a.id < b.id ? 1 : -1))
    .slice(0, 10)
    .map(({ id }) => id);
}

/** Of the first ten of an order, where the first of the truth is worth ten and the tenth one. */
function ndcgOf(order: string[], truth: string[]): number {
  const gain = (list: string[]) =>
    list
      .slice(0, 10)
      .reduce(
        (sum, id, place) => sum + (truth.includes(id) ? 10 - truth.indexOf(id) : 0) / Math.log2(place + 2),
        0,
      );
  return gain(order) / gain(truth);
}

const recallOf = (order: string[], truth: string[]) =>
  truth.filter((id) => order.slice(0, 10).includes(id)).length / truth.length;
const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe("weeks of looks at votes that grow", () => {
  it("order each week almost as it stands a week later", async () => {
    const weeks = await listPublished("weekly");
    const scores = weeks.map((week) => {
      const truth = laterTopOf(week);
      return { week: week.period, ndcg: ndcgOf(week.order, truth), recall: recallOf(week.order, truth) };
    });
    const means = {
      ndcg: mean(scores.map(({ ndcg }) => ndcg)),
      recall: mean(scores.map(({ recall }) => recall)),
    };
    if (dir) process.stderr.write(`${JSON.stringify({ means, scores })}\n`);
    expect(weeks.length).toBeGreaterThan(0);
    expect(means.ndcg, JSON.stringify(scores)).toBeGreaterThan(0.93);
    expect(means.recall, JSON.stringify(scores)).toBeGreaterThanOrEqual(0.88);
  });

  it("leave none of a month's ten most upvoted out of its first dozen", async () => {
    const months = await listPublished("monthly");
    expect(months.map(({ period }) => period)).toEqual([lastClosedPeriod("monthly", new Date(endsAt))]);
    for (const month of months) {
      const at = new Date(endsAt);
      const byVotes = papers
        .filter((paper) => periodDays("monthly", month.period).includes(paper.day))
        .sort((a, b) => votesAt(b, at) - votesAt(a, at));
      const shown = new Set(month.order.slice(0, 12));
      expect(byVotes.slice(0, 10).filter(({ id }) => !shown.has(id))).toEqual([]);
    }
  });

  it("ask Hugging Face about 57 times a day, and once more for each day of a period before it is published", () => {
    const wholeDays = [...requestsOn].slice(1, -1);
    for (const [day, requests] of wholeDays) {
      const isMonday = new Date(day).getUTCDay() === 1;
      // On a Monday the seven days of the week, one of which is the day's own.
      const most = 57 + 1 + (isMonday ? 7 : 0);
      expect([day, requests >= 55 && requests <= most, requests]).toEqual([day, true, requests]);
    }
    expect(requestsOn.get(endsAt.slice(0, 10))).toBeLessThan(31 + 20);
  });

  it("store 431 votes for a paper that had five on its morning, and find one listed after its close", async () => {
    const { rows } = await ctx.db.execute<{ id: string; upvotes: number }>(sql`
      select paper_id as id, max(upvotes) as upvotes from paper_signals
      where paper_id = any(${sqlArray(watched.map(({ id }) => id))}::text[]) group by paper_id order by paper_id`);
    const published = new Date("2026-08-01T04:30:00Z");
    expect(rows).toEqual(watched.map((paper) => ({ id: paper.id, upvotes: votesAt(paper, published) })));
    const [month] = await listPublished("monthly");
    expect(month?.order).toEqual(expect.arrayContaining(watched.map(({ id }) => id)));
  });
});
