import type { FrozenPaper } from "./edition.ts";

/** A list without what an editor dropped from the edition that it may become, and without gaps where that stood. */
export function withoutDropped(papers: FrozenPaper[], dropped: ReadonlySet<string>): FrozenPaper[] {
  if (dropped.size === 0) return papers;
  const kept = papers.filter(({ id }) => !dropped.has(id));
  const [late, own] = [kept.filter(isLate), kept.filter((paper) => !isLate(paper))];
  return [own, late].flatMap((part) => part.map((paper, index) => ({ ...paper, rank: index + 1 })));
}

const isLate = ({ section }: FrozenPaper) => section === "late";
