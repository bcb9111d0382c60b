import { estimateOf } from "../../src/ranking/metrics.ts";
import { rankCorrelation } from "../../src/ranking/rank-correlation.ts";
import { plainVotes } from "./formulas.ts";
import type { TaskOutcome } from "./outcome.ts";
import type { SavedDays } from "./saved-days.ts";

type Repository = { stars: number; votes: number; authors: number; page: number; grown: number };

/** What is known in the morning, in log2 and added up. */
const methods: [name: string, strength: (repository: Repository) => number][] = [
  [plainVotes, ({ votes }) => votes],
  ["stars", ({ stars }) => stars],
  ["stars and votes", ({ stars, votes }) => stars + votes],
  ["and authors, project page", ({ stars, votes, authors, page }) => stars + votes + authors + page],
];

/** T6: which repositories gain stars from the morning to the next night. */
export function measureCode(saved: SavedDays): TaskOutcome {
  const repositories = listRepositories(saved);
  const correlate = (strength: (repository: Repository) => number) => (drawn: Repository[]) =>
    rankCorrelation(
      drawn.map(strength),
      drawn.map(({ grown }) => grown),
    );
  const plain = correlate(({ votes }) => votes);
  return {
    task: "T6",
    title: "code that takes off: stars gained from the morning to the next night",
    units: `${repositories.length} repositories`,
    baseline: plainVotes,
    methods: methods.map(([method, strength]) => {
      const own = correlate(strength);
      const difference =
        method === plainVotes ? null : estimateOf(repositories, (drawn) => own(drawn) - plain(drawn));
      return { method, figures: [{ name: "Spearman", whole: { figure: own(repositories), difference } }] };
    }),
    ceiling: null,
    notes: ["Nothing is ordered by this. Within a day our order is that of the votes."],
  };
}

function listRepositories({ mornings, closings }: SavedDays): Repository[] {
  return [...closings.values()].flatMap(({ day, stars: later }) =>
    (mornings.get(day) ?? []).flatMap((paper) => {
      const after = later.get(paper.id) ?? 0;
      if (paper.stars === null || after === 0) return [];
      const stars = log2(paper.stars);
      return [
        {
          stars,
          votes: log2(paper.upvotes),
          authors: log2(paper.authors),
          page: Number(paper.hasProjectPage),
          grown: log2(Math.max(0, after - paper.stars)),
        },
      ];
    }),
  );
}

const log2 = (count: number) => Math.log2(1 + count);
