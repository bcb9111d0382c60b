import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { crossValidate, priorDays } from "../../src/ranking/fit-prior.ts";
import { idealOf, ndcg } from "../../src/ranking/metrics.ts";
import { centredMeans, type KnownAtListing, priorScore, type VotedPaper } from "../../src/ranking/prior.ts";
import { rankCorrelation } from "../../src/ranking/rank-correlation.ts";
import type { MethodOutcome, TaskOutcome } from "./outcome.ts";
import type { SavedDays } from "./saved-days.ts";
import { depth } from "./votes-tasks.ts";

type Known = VotedPaper & { id: string };
type Score = (paper: Known) => number;

const baseline = "newer id (no votes)";

/**
 * T7: how the morning's votes are foretold of papers that have none, from what is known when they are listed.
 * Organisations and submitters are judged by the days before alone.
 */
export function measurePrior({ mornings, rawDays }: SavedDays): TaskOutcome {
  const history: VotedPaper[] = [...mornings].flatMap(([day, papers]) =>
    papers.map((paper) => ({
      ...paper,
      day,
      hasMedia: false,
      claimedAuthors: null,
      isAuthorIn: null,
    })),
  );
  const days = rawDays.map(({ day, papers }) => {
    const known = papers.map((paper) => knownOf(day, paper));
    const means = centredMeans(history);
    history.push(...known);
    return { known, prior: (paper: Known) => priorScore(paper, means) };
  });
  const measure = (method: string, scoreOf: (day: (typeof days)[number]) => Score): MethodOutcome => ({
    method,
    figures: [
      { name: "Spearman", values: days.map((day) => correlation(day.known, scoreOf(day))) },
      { name: "NDCG@10", values: days.map((day) => ndcgOf(day.known, scoreOf(day))) },
    ],
  });
  const single = (method: string, strength: (paper: Known) => number) => measure(method, () => strength);
  return {
    task: "T7",
    title: "papers without votes to the morning's votes",
    units: `${days.length} days`,
    baseline,
    methods: [
      measure("ours (prior)", ({ prior }) => prior),
      single(baseline, ({ id }) => Number(id)),
      single("stars", ({ stars }) => stars ?? 0),
      single("number of authors", ({ authors }) => authors),
      single("drawn by lot", ({ id }) => lot(id)),
    ],
    ceiling: null,
    notes: [
      "Without votes, plain votes, Hacker News and Reddit order by nothing: the newer id stands for them.",
      `The weights were fitted to these days; fitted anew to four fifths of them they come to ${crossValidate(priorDays(history)).toFixed(3)} on the others.`,
    ],
  };
}

function knownOf(day: string, paper: SourcePaper): Known {
  const { discussion, signal } = paper;
  const known: KnownAtListing = {
    organization: paper.organization,
    submitter: discussion?.submitter ?? null,
    authors: paper.authors.length,
    stars: signal?.stars ?? null,
    hasProjectPage: paper.projectUrl !== null,
    hasMedia: (discussion?.mediaCount ?? 0) > 0,
    claimedAuthors: discussion?.claimedAuthors ?? null,
    isAuthorIn: discussion?.isAuthorIn ?? null,
  };
  return { ...known, id: paper.id, day, upvotes: signal?.upvotes ?? 0 };
}

function correlation(papers: Known[], score: Score): number {
  return rankCorrelation(
    papers.map(score),
    papers.map(({ upvotes }) => upvotes),
  );
}

function ndcgOf(papers: Known[], score: Score): number | null {
  const ideal = idealOf(depth, new Map(papers.map(({ id, upvotes }) => [id, upvotes])));
  const ranked = papers.toSorted((a, b) => score(b) - score(a)).map(({ id }) => id);
  return ideal && ndcg(ranked, ideal);
}

/** The same for the same id, and without any sense. */
function lot(id: string): number {
  let mixed = 7;
  for (const digit of id) mixed = (Math.imul(mixed ^ digit.charCodeAt(0), 0x01000193) >>> 0) % 1_000_003;
  return mixed;
}
