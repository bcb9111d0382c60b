import { type Cadence, dayOf } from "../calendar/periods.ts";
import type { Explanation } from "./explanation.ts";
import type { LateRise } from "./signals.ts";

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

const leastRise = 10;

/**
 * Why each paper of a period stands where it stands, by id. Equals share their place.
 *
 * @param reference the end of the day over which rises are told.
 */
export function explainRanking(
  cadence: Cadence,
  papers: Explained[],
  reference: Date,
): Map<string, Explanation> {
  const votes = papers.map((paper) => paper.upvotes).toSorted((a, b) => b - a);
  const placeOf = new Map<number, number>();
  const sharedBy = new Map<number, number>();
  votes.forEach((upvotes, index) => {
    if (!placeOf.has(upvotes)) placeOf.set(upvotes, index + 1);
    sharedBy.set(upvotes, (sharedBy.get(upvotes) ?? 0) + 1);
  });
  const riseDay = dayOfRise(reference);
  return new Map(
    papers.map((paper) => [
      paper.id,
      explain(
        paper,
        {
          cadence,
          place: placeOf.get(paper.upvotes) ?? papers.length,
          isShared: (sharedBy.get(paper.upvotes) ?? 0) > 1,
          of: papers.length,
        },
        riseDay,
      ),
    ]),
  );
}

/** Why a paper of an earlier day is shown again. @param day its own, `YYYY-MM-DD`. */
export function explainLateRise({ gained, upvotes }: LateRise, day: string): Explanation {
  return { kind: "late-rise", gained, since: day, upvotes };
}

type Standing = { cadence: Cadence; place: number; isShared: boolean; of: number };

function explain(paper: Explained, standing: Standing, riseDay: string): Explanation {
  const { upvotes, comments, stars, rise } = paper;
  if (upvotes === 0) return { kind: paper.isVotedOn ? "unvoted" : "announced", stars };
  const isRising = paper.isOlder && rise !== null && rise >= leastRise && rise >= upvotes / 4;
  if (standing.place > 1 && isRising)
    return { kind: "rise", gained: rise, day: riseDay, upvotes, comments, stars };
  return { kind: "place", ...standing, upvotes, comments, stars };
}

/** The day that holds most of the 24 hours before an instant; of two that hold as much, the first. */
function dayOfRise(reference: Date): string {
  return dayOf(new Date(reference.getTime() - 12 * 60 * 60_000 - 1));
}
