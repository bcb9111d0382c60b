import { byScore, scorePaper } from "../../src/ranking/trend-score.ts";

/** What a formula may know of a paper when a period is ranked. */
export type Candidate = {
  id: string;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** How old its votes are, in days from the start (UTC) of its own. */
  votesAgeDays: number;
  /** How long it has been listed when the period is ranked, in days. */
  listedDays: number;
};

type Formula = {
  name: string;
  score(paper: Candidate): number;
  /** Orders papers of one score. */
  byTies(a: Scored, b: Scored): number;
};

type Scored = Candidate & { score: number };

const byNewer = (a: Scored, b: Scored) => b.score - a.score || (a.id < b.id ? 1 : -1);

export const ours: Formula = {
  name: "ours",
  score: ({ upvotes, votesAgeDays }) => scorePaper({ upvotes, ageDays: votesAgeDays }).score,
  byTies: byScore,
};

/** What all others are compared with. */
export const plainVotes = "plain votes" as const;

/** What is ordered by, here and by others, with the same inputs. */
export const formulas: Formula[] = [
  ours,
  { name: plainVotes, score: ({ upvotes }) => upvotes, byTies: byNewer },
  {
    name: "Hacker News",
    score: ({ upvotes, listedDays }) => Math.max(0, upvotes - 1) / (listedDays * 24 + 2) ** 1.8,
    byTies: byNewer,
  },
  {
    name: "Reddit",
    score: ({ upvotes, listedDays }) => Math.log10(Math.max(upvotes, 1)) - (listedDays * 86_400) / 45_000,
    byTies: byNewer,
  },
];

export function rankBy({ score, byTies }: Formula, papers: Candidate[]): string[] {
  return papers
    .map((paper) => ({ ...paper, score: score(paper) }))
    .sort(byTies)
    .map(({ id }) => id);
}
