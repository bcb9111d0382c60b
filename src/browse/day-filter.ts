import type { FrozenPaper } from "../editions/edition.ts";
import { type EditionPart, papersPerPage, partOf } from "../editions/edition-part.ts";
import { categoriesOf } from "../papers/topics.ts";

/** What a paper may come with. */
export const extras = ["code", "video"] as const;
export type Extra = (typeof extras)[number];

/** Which papers of a day are wanted. */
export type DayFilter = {
  /** An arXiv category or archive; null for all. */
  topic: string | null;
  /** Each of these. */
  with: Extra[];
};

export const noFilter: DayFilter = { topic: null, with: [] };

/** How many papers each choice would show beside what is chosen already. */
type FilterCounts = {
  /** Without any choice. */
  all: number;
  /** Categories of the day's papers, those with most papers first. */
  topics: { id: string; papers: number }[];
  extras: Record<Extra, number>;
};

type Filtered = Pick<FrozenPaper, "categories" | "links" | "hasVideo">;

const hasExtra: Record<Extra, (paper: Filtered) => boolean> = {
  code: ({ links }) => links.code !== null,
  video: ({ hasVideo = false }) => hasVideo,
};

/** The papers that a filter lets through, in their order; they keep the places that they have among all. */
function filterPapers<T extends Filtered>(papers: T[], { topic, with: wanted }: DayFilter): T[] {
  const categories = topic === null ? null : new Set(categoriesOf(topic));
  return papers.filter(
    (paper) =>
      (categories === null || paper.categories.some((category) => categories.has(category))) &&
      wanted.every((extra) => hasExtra[extra](paper)),
  );
}

function countFilters(papers: Filtered[], filter: DayFilter): FilterCounts {
  const ofAllTopics = filterPapers(papers, { ...filter, topic: null });
  const counts = new Map<string, number>();
  for (const category of ofAllTopics.flatMap(({ categories }) => [...new Set(categories)]))
    counts.set(category, (counts.get(category) ?? 0) + 1);
  const topics = [...counts].map(([id, count]) => ({ id, papers: count }));
  const countWith = (extra: Extra) =>
    filterPapers(papers, { ...filter, with: [...new Set([...filter.with, extra])] }).length;
  return {
    all: papers.length,
    topics: topics.toSorted((a, b) => b.papers - a.papers || (a.id < b.id ? -1 : 1)),
    extras: { code: countWith("code"), video: countWith("video") },
  };
}

/** A page of a day, and what it was chosen by. */
export type ShownDay = {
  part: EditionPart;
  /** What is chosen, and how many papers each choice would show. */
  filter: { chosen: DayFilter; counts: FilterCounts };
};

/** One page of the papers of a day that a filter lets through. @param papers all that the day has. @param page from 1. */
export function showDay(papers: FrozenPaper[], chosen: DayFilter, page: number): ShownDay {
  const own = papers.filter(({ section }) => section !== "late");
  const filter = { chosen, counts: countFilters(own, chosen) };
  if (!isChosen(chosen)) return { part: partOf("daily", papers, page), filter };
  const shown = filterPapers(own, chosen);
  const late = page === 1 ? papers.filter(({ section }) => section === "late") : [];
  const part = {
    own: shown.slice((page - 1) * papersPerPage, page * papersPerPage),
    late: filterPapers(late, chosen),
    counts: { all: shown.length, kept: shown.length, mailed: shown.length },
  };
  return { part, filter };
}

/** Whether anything is chosen. */
export function isChosen({ topic, with: wanted }: DayFilter): boolean {
  return topic !== null || wanted.length > 0;
}
