import { dailyItem } from "../fixtures/papers/daily-items.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "./fake-huggingface.ts";
import { seededRandom } from "./seeded-random.ts";

/** A paper whose votes grow: by the first morning (08:00 UTC of its day, or two hours after a later listing), and at last. */
export type GrowingPaper = {
  id: string;
  /** UTC day on whose list it is. */
  day: string;
  /** Hours after the day's beginning at which it is listed; more than 24 is after its close. */
  listedAtHour: number;
  morningVotes: number;
  finalVotes: number;
};

const hourMs = 60 * 60_000;

/** How much of what a paper gains after its first morning, in powers of two, it has after so many days: as real ones did. */
const growth: [days: number, part: number][] = [
  [0.33, 0],
  [1, 0.3],
  [3, 0.6],
  [7, 0.75],
  [9, 0.95],
  [14, 1],
];

/** The upvotes of a paper at an instant; 0 before it is listed. */
export function votesAt({ day, listedAtHour, morningVotes, finalVotes }: GrowingPaper, at: Date): number {
  const hours = (at.getTime() - Date.parse(day)) / hourMs;
  const morning = Math.max(8, listedAtHour + 2);
  if (hours <= morning) {
    return Math.floor(morningVotes * Math.max(0, (hours - listedAtHour) / (morning - listedAtHour)));
  }
  const gained = Math.log2((1 + finalVotes) / (1 + morningVotes)) * partAfter((hours - morning) / 24 + 0.33);
  return Math.round((1 + morningVotes) * 2 ** gained - 1);
}

function partAfter(days: number): number {
  const next = growth.findIndex(([after]) => after >= days);
  const [later, earlier] = [growth[next], growth[next - 1]];
  if (!later || !earlier) return next === 0 ? 0 : 1;
  return earlier[1] + ((later[1] - earlier[1]) * (days - earlier[0])) / (later[0] - earlier[0]);
}

/**
 * Hugging Face's daily papers as they are at the instant of the clock: what is listed by then, the most upvoted
 * first.
 */
export function startGrowingHuggingFace(
  clock: { now(): Date },
  papers: GrowingPaper[],
): Promise<FakeHuggingFace> {
  const byDay = new Map<string, GrowingPaper[]>();
  for (const paper of papers) byDay.set(paper.day, [...(byDay.get(paper.day) ?? []), paper]);
  return startFakeHuggingFace({
    listDay: (day) => {
      const now = clock.now();
      return (byDay.get(day) ?? [])
        .filter(({ listedAtHour }) => now.getTime() >= Date.parse(day) + listedAtHour * hourMs)
        .map((paper) => ({ paper, votes: votesAt(paper, now) }))
        .sort((a, b) => b.votes - a.votes)
        .map(({ paper, votes }) => itemOf(paper, votes));
    },
  });
}

function itemOf({ id, day }: GrowingPaper, upvotes: number) {
  const submitted = `${day}T00:00:00.000Z`;
  return dailyItem({
    id,
    upvotes,
    comments: 1,
    paper: { submittedOnDailyAt: submitted, publishedAt: submitted },
  });
}

/**
 * Invented papers of some days: as many on a weekday as asked for, a third of that on a Saturday or Sunday. Most are
 * listed at night, one in eight after the morning; votes are spread as real ones, and grow by 1.5 to 2 for most,
 * for a few by far more. The same at every call.
 */
export function inventGrowingPapers(days: string[], perDay: number): GrowingPaper[] {
  const random = seededRandom(13);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return days.flatMap((day) => {
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
    return Array.from({ length: isWeekend ? Math.ceil(perDay / 3) : perDay }, (_, index) => {
      const morningVotes = Math.round(Math.exp(1.9 + 1.1 * normal()));
      const factor = 2 ** Math.max(0.1, 0.7 + 0.35 * normal());
      return {
        id: `${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8, 10)}${String(index).padStart(3, "0")}`,
        day,
        listedAtHour: random() < 0.125 ? 9 + Math.floor(9 * random()) : 1 + Math.floor(5 * random()),
        morningVotes,
        finalVotes: Math.round(morningVotes * factor + 2 * random()),
      };
    });
  });
}
