import { addDays, periodOf } from "../../src/calendar/periods.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { likingsOf, type Taste } from "../../src/digest/taste.ts";
import type { Edition } from "../../src/editions/edition.ts";
import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { type Ideal, idealOf, meanOf } from "../../src/ranking/metrics.ts";
import { usualPreferences } from "../../src/subscribers/preferences.ts";
import { makeEdition, makePaper } from "../../test/support/made-edition.ts";
import { type Candidate, formulas, ours, plainVotes, rankBy } from "./formulas.ts";
import type { MethodOutcome, TaskOutcome } from "./outcome.ts";
import { readPaperWords } from "./reader-marks.ts";
import type { SavedDays } from "./saved-days.ts";
import { themes } from "./themes.ts";
import { depth, orderFigures } from "./votes-tasks.ts";

/** Raw days were saved at about ten in the morning; nothing tells it of each. */
const savedAtDays = 10 / 24;
const firstOfDay = 5;
/** An author of fewer earlier papers says little of a reader's taste. */
const fewestEarlier = 4;
/** As many as a digest may show. */
const mostPapers = 50;

/** So many papers a reader of a theme has marked before their week. */
const marks = 5;
/** Of so many days before it the papers tell a profile's mean and spread. */
const recentDays = 60;

type Listed = { day: string; paper: SourcePaper };

/**
 * T8a: a reader of a theme, week by week: which papers of the week are of it, as their titles tell. Marked are the last
 * five papers of the theme before the week; the choice is that of a digest which is filled up. Once with titles hidden
 * from keywords and marks, which know abstracts and the source's own keywords alone, and once (T8a') as it is in life.
 */
export async function measureThemes({ rawDays }: SavedDays): Promise<TaskOutcome[]> {
  const untitled = rawDays.map(({ day, papers }) => ({
    day,
    papers: papers.map((paper) => ({ ...paper, title: "" })),
  }));
  const titles = new Map(rawDays.flatMap(({ papers }) => papers.map(({ id, title }) => [id, title])));
  const title = `for you: ${themes.length} themes, week by week, after ${marks} papers of each`;
  const notes = ["Marks alone are of a reader who follows nothing: papers that join, then the top."];
  return [
    {
      ...(await measureThemesOf(untitled, titles)),
      task: "T8a",
      title,
      notes: [...notes, "The titles are the truth, and are hidden from keywords and marks."],
    },
    {
      ...(await measureThemesOf(rawDays, titles)),
      task: "T8a'",
      title: `${title}, titles seen`,
      notes: [
        "A keyword in a title is much of the truth here: what counts is that marks take nothing from it.",
      ],
    },
  ];
}

async function measureThemesOf(
  days: SavedDays["rawDays"],
  titles: ReadonlyMap<string, string>,
): Promise<Omit<TaskOutcome, "task" | "title" | "notes">> {
  const words = await readPaperWords(days.flatMap(({ papers }) => papers));
  const weeks = new Map<string, Listed[]>();
  for (const { day, papers } of days) {
    const week = periodOf("weekly", day);
    weeks.set(week, [...(weeks.get(week) ?? []), ...papers.map((paper) => ({ day, paper }))]);
  }
  const listed = [...weeks.values()].flat();
  const units = [...weeks.values()].flatMap((ofWeek) => {
    const [first, last] = [ofWeek[0]?.day ?? "", ofWeek.at(-1)?.day ?? ""];
    const papers = ofWeek.map(({ day, paper }) => candidateOf(paper, day, addDays(last, 1)));
    const before = listed.filter(({ day }) => day < first);
    const edition = editionOf(
      rankBy(ours, papers),
      ofWeek.map(({ paper }) => paper),
    );
    return themes.flatMap((theme) => {
      const isRight = ({ paper }: Listed) => theme.title.test(titles.get(paper.id) ?? "");
      const ideal = idealOf(depth, new Map(ofWeek.filter(isRight).map(({ paper }) => [paper.id, 1])));
      const liked = before.filter(isRight).slice(-marks);
      if (ideal === null || liked.length < marks) return [];
      const profile = words.profileOf(idsOf(liked), idsOf(recentOf(before, first)));
      return [{ papers, ideal, edition, keywords: theme.keywords, profile }];
    });
  });
  type Unit = (typeof units)[number];
  const chosen = ({ edition, keywords, profile }: Unit, isMarking: boolean) =>
    chosenIds(edition, { keywords }, isMarking && profile ? { profile, vectors: words.vectors } : null);
  return {
    units: `${units.length} themes and weeks`,
    baseline: plainVotes,
    methods: [
      methodOf("ours, keywords alone", units, (unit) => chosen(unit, false)),
      methodOf("ours, and five marks", units, (unit) => chosen(unit, true)),
      methodOf("ours, five marks alone", units, (unit) => chosen({ ...unit, keywords: [] }, true)),
      ...formulas
        .filter((formula) => formula !== ours)
        .map((formula) => methodOf(formula.name, units, ({ papers }) => rankBy(formula, papers))),
    ],
    ceiling: null,
  };
}

/**
 * T8b: whether the next paper of an author of several earlier ones, all marked, is among the first of its day, by the
 * order of what a reader follows, and in the digest of one who follows nothing. A day of few papers is easy and a paper
 * of many authors is counted for each, so it is told as the mean of all readers and as that of the days.
 */
export async function measureAuthors({ rawDays }: SavedDays): Promise<TaskOutcome> {
  const words = await readPaperWords(rawDays.flatMap(({ papers }) => papers));
  const before: Listed[] = [];
  const units = rawDays.flatMap(({ day, papers }) => {
    const candidates = papers.map((paper) => candidateOf(paper, day, day));
    const edition = editionOf(rankBy(ours, candidates), papers);
    const recent = idsOf(recentOf(before, day));
    const earlier = papersByAuthor(before);
    const next = papers.flatMap(({ id, authors }) =>
      [...new Set(authors)].flatMap((name) => {
        const liked = earlier.get(name) ?? [];
        if (liked.length < fewestEarlier) return [];
        return [{ day, id, candidates, edition, profile: words.profileOf(liked, recent) }];
      }),
    );
    before.push(...papers.map((paper) => ({ day, paper })));
    return next;
  });
  type Unit = (typeof units)[number];
  const share = (name: string, of: (unit: Unit) => number): MethodOutcome => {
    const values = units.map(of);
    const byDay = new Map<string, number[]>();
    for (const [index, { day }] of units.entries())
      byDay.set(day, [...(byDay.get(day) ?? []), values[index] ?? 0]);
    return {
      method: name,
      figures: [
        { name: "in the first 5", values },
        { name: "the same, mean of days", values: [...byDay.values()].map(meanOf) },
      ],
    };
  };
  const isFirst = (id: string, ranking: string[]) => Number(ranking.slice(0, firstOfDay).includes(id));
  const tasteOf = ({ profile }: Unit) => (profile ? { profile, vectors: words.vectors } : null);
  return {
    task: "T8b",
    title: "for you: an author's next paper within its day, the earlier ones marked",
    units: `${units.length} authors and papers, ${new Set(units.map(({ day }) => day)).size} days`,
    baseline: plainVotes,
    methods: [
      share("ours, by marks", (unit) => isFirst(unit.id, orderByTaste(unit.edition, tasteOf(unit)))),
      share("ours, following nothing", (unit) =>
        isFirst(unit.id, chosenIds(unit.edition, { keywords: [] }, tasteOf(unit))),
      ),
      ...formulas.map((formula) =>
        share(formula.name, ({ id, candidates }) => isFirst(id, rankBy(formula, candidates))),
      ),
      share("drawn by lot", ({ candidates }) => Math.min(1, firstOfDay / candidates.length)),
    ],
    ceiling: null,
    notes: ["Who follows the author by name gets it always; these readers only marked the author's papers."],
  };
}

function papersByAuthor(listed: Listed[]): Map<string, string[]> {
  const papers = new Map<string, string[]>();
  for (const { paper } of listed)
    for (const name of new Set(paper.authors)) papers.set(name, [...(papers.get(name) ?? []), paper.id]);
  return papers;
}

function recentOf(before: Listed[], day: string): Listed[] {
  const since = addDays(day, -recentDays);
  return before.filter((one) => one.day >= since);
}

function idsOf(listed: Listed[]): string[] {
  return listed.map(({ paper }) => paper.id);
}

/** An edition of these papers, in this order. */
function editionOf(order: string[], papers: SourcePaper[]): Edition {
  const known = new Map(papers.map((paper) => [paper.id, paper]));
  return makeEdition(
    order.flatMap((id, index) => {
      const paper = known.get(id);
      if (!paper) return [];
      const { title, abstract, keywords, authors, signal } = paper;
      const given = { id, title, abstract, keywords, authors, upvotes: signal?.upvotes ?? 0 };
      return [makePaper(index + 1, { ...given, categories: [], primaryCategory: null })];
    }),
  );
}

/** What a digest shows, in its order; nothing when none would come. */
function chosenIds(edition: Edition, wishes: { keywords: string[] }, taste: Taste | null): string[] {
  const preferences = { ...usualPreferences, ...wishes, maxPapers: mostPapers, fillUp: "yes" as const };
  const chosen = choosePapers(edition, preferences, undefined, { taste });
  if (chosen.kind === "none") return [];
  return [...chosen.choice.forYou, ...chosen.choice.top].flatMap((index) => edition.papers[index]?.id ?? []);
}

function orderByTaste(edition: Edition, taste: Taste | null): string[] {
  const likings = taste ? likingsOf(edition, taste) : [];
  const scoreOf = (place: number) => likings[place]?.score ?? 0;
  return edition.papers
    .map(({ id }, place) => ({ id, place }))
    .toSorted((one, other) => scoreOf(other.place) - scoreOf(one.place))
    .map(({ id }) => id);
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
