import type { Cadence } from "../calendar/periods.ts";

/** What an explanation is made from. */
export type Explained = {
  id: string;
  upvotes: number;
  comments: number;
  stars: number | null;
  rise: number | null;
  /** Whether it was seen days before: what a paper gathers on its first day is no rise. */
  isOlder: boolean;
  /** Whether any source counts votes for it. */
  isVotedOn: boolean;
};

const periodNames: Record<Cadence, string> = { daily: "day", weekly: "week", monthly: "month" };
const leastRise = 10;

/**
 * Why each paper stands where it stands, in one short and true line, by id. A place is by upvotes alone, so
 * that it holds whatever else the score is made of; equals share it.
 */
export function explainRanking(cadence: Cadence, papers: Explained[]): Map<string, string> {
  const votes = papers.map((paper) => paper.upvotes).toSorted((a, b) => b - a);
  const placeOf = new Map<number, number>();
  const sharedBy = new Map<number, number>();
  votes.forEach((upvotes, index) => {
    if (!placeOf.has(upvotes)) placeOf.set(upvotes, index + 1);
    sharedBy.set(upvotes, (sharedBy.get(upvotes) ?? 0) + 1);
  });
  return new Map(
    papers.map((paper) => [
      paper.id,
      explain(paper, {
        place: placeOf.get(paper.upvotes) ?? papers.length,
        isShared: (sharedBy.get(paper.upvotes) ?? 0) > 1,
        of: papers.length,
        period: periodNames[cadence],
      }),
    ]),
  );
}

/** Why a paper of an earlier day is shown again. */
export function explainLateRise(
  { gained, upvotes }: { gained: number; upvotes: number },
  day: string,
): string {
  return `Rose after its day: +${grouped(gained)} upvotes since ${dayName(day)}, now ${grouped(upvotes)}`;
}

type Standing = { place: number; isShared: boolean; of: number; period: string };

function explain(paper: Explained, standing: Standing): string {
  const { upvotes, comments, rise } = paper;
  if (upvotes === 0) return unvoted(paper);
  const details = [comments > 0 ? counted(comments, "comment") : null, code(paper)].filter(
    (detail) => detail !== null,
  );
  if (standing.of === 1)
    return [`The only paper of the ${standing.period}: ${counted(upvotes, "upvote")}`, ...details].join(", ");
  if (standing.place === 1) {
    const head = standing.isShared ? "Among the most upvoted" : "Most upvoted";
    return [`${head} of the ${standing.period}: ${counted(upvotes, "upvote")}`, ...details].join(", ");
  }
  if (paper.isOlder && rise !== null && rise >= leastRise && rise >= upvotes / 4) {
    return [`Rising: +${grouped(rise)} upvotes since yesterday`, ...details].join(", ");
  }
  const place = ordinal(standing.place);
  const head = standing.isShared
    ? `Joint ${place} of ${standing.of} by upvotes`
    : `${place.charAt(0).toUpperCase()}${place.slice(1)} of ${standing.of} by upvotes`;
  return details.length > 0 ? `${head}; ${details.join(", ")}` : head;
}

function unvoted(paper: Explained): string {
  const head = paper.isVotedOn ? "New on the list, no upvotes yet" : "Announced on arXiv, not voted on";
  const shown = code(paper);
  return shown ? `${head}; ${shown}` : head;
}

function code({ stars }: Explained): string | null {
  return stars !== null && stars >= 10 ? `code with ${shortened(stars)} stars` : null;
}

const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function ordinal(place: number): string {
  const word = words[place - 1];
  if (word) return word;
  const tens = place % 100;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${suffix}`;
}

const counted = (count: number, noun: string) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
const grouped = (count: number) => count.toLocaleString("en-GB");

function shortened(count: number): string {
  if (count < 1000) return String(count);
  // 999,950 and more would round to 1000k.
  return count < 999_950 ? `${trimmed(count / 1000)}k` : `${trimmed(count / 1_000_000)}M`;
}

const trimmed = (value: number) => value.toFixed(1).replace(/\.0$/, "");

function dayName(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
