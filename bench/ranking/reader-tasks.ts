import { addDays, periodOf } from "../../src/calendar/periods.ts";
import { indexPaper, matchPaper, preferenceWords } from "../../src/digest/match-paper.ts";
import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { type Ideal, idealOf } from "../../src/ranking/metrics.ts";
import { type Candidate, formulas, ours, plainVotes, rankBy } from "./formulas.ts";
import type { MethodOutcome, TaskOutcome } from "./outcome.ts";
import type { SavedDays } from "./saved-days.ts";
import { themes } from "./themes.ts";
import { depth, orderFigures } from "./votes-tasks.ts";

/** Raw days were saved at about ten in the morning; nothing tells it of each. */
const savedAtDays = 10 / 24;
const firstOfDay = 5;
/** An author of fewer earlier papers says little of a reader's taste. */
const fewestEarlier = 4;

type Listed = { day: string; paper: SourcePaper };

/**
 * T8a: a reader of a theme, week by week: which titles of the week are of it. The titles are the truth, so the keywords
 * look for them in abstracts and the source's own keywords alone.
 */
export function measureThemes({ rawDays }: SavedDays): TaskOutcome {
  const weeks = new Map<string, Listed[]>();
  for (const { day, papers } of rawDays) {
    const week = periodOf("weekly", day);
    weeks.set(week, [...(weeks.get(week) ?? []), ...papers.map((paper) => ({ day, paper }))]);
  }
  const units = [...weeks.values()].flatMap((listed) => {
    const last = listed.at(-1)?.day ?? "";
    const papers = listed.map(({ day, paper }) => candidateOf(paper, day, addDays(last, 1)));
    const texts = new Map(listed.map(({ paper }) => [paper.id, indexPaper({ ...paper, title: "" })]));
    return themes.flatMap(({ title, keywords }) => {
      const right = listed.filter(({ paper }) => title.test(paper.title));
      const ideal = idealOf(depth, new Map(right.map(({ paper }) => [paper.id, 1])));
      const words = preferenceWords({ ...nothing, keywords });
      const isMatch = (id: string) => {
        const text = texts.get(id);
        return text !== undefined && matchPaper(words, text) !== null;
      };
      return ideal === null ? [] : [{ papers, ideal, isMatch }];
    });
  });
  const byFormula = formulas
    .filter((formula) => formula !== ours)
    .map((formula) => methodOf(formula.name, units, ({ papers }) => rankBy(formula, papers)));
  const byKeywords = methodOf("ours, keywords first", units, ({ papers, isMatch }) => {
    const ranked = rankBy(ours, papers);
    return [...ranked.filter(isMatch), ...ranked.filter((id) => !isMatch(id))];
  });
  return {
    task: "T8a",
    title: `for you: ${themes.length} themes, week by week`,
    units: `${units.length} themes and weeks`,
    baseline: plainVotes,
    methods: [byKeywords, ...byFormula],
    ceiling: null,
    notes: [
      "Ours is what a digest does today: what the reader's keywords match, by score. An order by likeness to papers that were liked is not built, so liked papers are not counted.",
    ],
  };
}

const nothing = {
  ...{ topics: [], keywords: [], authors: [], organizations: [] },
  ...{ mutedKeywords: [], mutedAuthors: [], mutedOrganizations: [] },
};

/** T8b: whether the next paper of an author of several earlier ones is among the first of its day. */
export function measureAuthors({ rawDays }: SavedDays): TaskOutcome {
  const earlier = new Map<string, number>();
  const units = rawDays.flatMap(({ day, papers }) => {
    const candidates = papers.map((paper) => candidateOf(paper, day, day));
    const next = papers.flatMap(({ id, authors }) =>
      authors.filter((name) => (earlier.get(name) ?? 0) >= fewestEarlier).map(() => id),
    );
    for (const name of papers.flatMap(({ authors }) => [...new Set(authors)]))
      earlier.set(name, (earlier.get(name) ?? 0) + 1);
    return next.map((id) => ({ id, candidates }));
  });
  const share = (name: string, of: (unit: (typeof units)[number]) => number): MethodOutcome => ({
    method: name,
    figures: [{ name: "in the first 5", values: units.map(of) }],
  });
  return {
    task: "T8b",
    title: "for you: an author's next paper within its day",
    units: `${units.length} authors and papers`,
    baseline: plainVotes,
    methods: [
      ...formulas.map((formula) =>
        share(formula.name, ({ id, candidates }) =>
          Number(rankBy(formula, candidates).slice(0, firstOfDay).includes(id)),
        ),
      ),
      share("drawn by lot", ({ candidates }) => Math.min(1, firstOfDay / candidates.length)),
    ],
    ceiling: null,
    notes: [
      "Who follows the author by name gets it always; how well it is found by likeness alone is of an order that is not built.",
    ],
  };
}

function methodOf<Unit extends { ideal: Ideal }>(
  method: string,
  units: Unit[],
  rank: (unit: Unit) => string[],
): MethodOutcome {
  return { method, figures: orderFigures(units.map((unit) => ({ ranking: rank(unit), ideal: unit.ideal }))) };
}

function candidateOf({ id, signal }: SourcePaper, day: string, rankedOn: string): Candidate {
  return {
    id,
    upvotes: signal?.upvotes ?? 0,
    comments: signal?.comments ?? 0,
    stars: signal?.stars ?? null,
    votesAgeDays: savedAtDays,
    listedDays: (Date.parse(rankedOn) - Date.parse(day)) / 86_400_000 + (rankedOn === day ? savedAtDays : 0),
  };
}
