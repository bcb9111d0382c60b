import type { Cadence } from "../calendar/periods.ts";
import type { FrozenPaper } from "./edition.ts";
import { countOwnPapers } from "./mailed-part.ts";

/** What one page shows of an edition, or of a list that still runs, and how many papers all pages have. */
export type EditionPart = {
  /** Papers of the period, in order. */
  own: FrozenPaper[];
  /** All late risers on the first page, none on others. */
  late: FrozenPaper[];
  counts: EditionCounts;
};

/** Papers of the period; late risers are not among them. */
export type EditionCounts = {
  /** How many there were: more than are kept in what a release before froze of a week or month. */
  all: number;
  /** How many the pages show. */
  kept: number;
  /** From how many of these mails choose. */
  mailed: number;
};

/** A page of real papers, whose abstracts and authors are folded into it, stays under 60 kB when it is packed. */
export const papersPerPage = 40;

/** On how many pages so many papers stand; at least one. */
export function pagesOf({ kept }: Pick<EditionCounts, "kept">): number {
  return Math.max(1, Math.ceil(kept / papersPerPage));
}

/** One page of papers that are all at hand. @param page from 1. */
export function partOf(cadence: Cadence, papers: FrozenPaper[], page: number): EditionPart {
  const own = papers.filter(({ section }) => section !== "late");
  return {
    own: own.slice((page - 1) * papersPerPage, page * papersPerPage),
    late: page === 1 ? papers.filter(({ section }) => section === "late") : [],
    counts: {
      all: countOwnPapers({ cadence, papers }),
      kept: own.length,
      mailed: own.filter(({ section }) => section === "top").length,
    },
  };
}
