import type { RankedPaper } from "../../src/ranking/rank-period.ts";

const seenAt = new Date("2026-06-17T08:00:00Z");

/**
 * Made-up ranked papers, the first with the most upvotes.
 *
 * @param from papers of another number are other papers, with the same titles.
 */
export function rankedPapers(count: number, from = 10_000): RankedPaper[] {
  return Array.from({ length: count }, (_, index) => rankedPaper(index, `2606.${String(from + index)}`));
}

/** The made-up papers of these numbers, from 1 to 99, by which their titles tell them: an edition's own, then its late risers. */
export function numberedPapers(top: number[], late: number[] = []): RankedPaper[] {
  const ofSection = (numbers: number[], section: RankedPaper["section"]) =>
    numbers.map((number, index) => ({
      ...rankedPaper(number - 1, `2606.${String(90_000 + number)}`),
      section,
      rank: index + 1,
    }));
  return [...ofSection(top, "top"), ...ofSection(late, "late")];
}

function rankedPaper(index: number, id: string): RankedPaper {
  const title = `Made-up paper number ${index + 1}`;
  const upvotes = Math.max(1, 200 - index);
  return {
    id,
    title,
    section: "top",
    rank: index + 1,
    score: Math.log1p(upvotes),
    parts: { upvotes: Math.log1p(upvotes), growth: 0, prior: 0 },
    explanation: { kind: "unvoted", stars: null },
    upvotes,
    comments: 1,
    stars: null,
    rise: null,
    paper: {
      id,
      title,
      abstract: "We make up a paper. It has two sentences.",
      summary: "A made-up paper.",
      machineSummary: null,
      machineSummaryModel: null,
      machineSummaryAt: null,
      authors: ["Ada Author", "Ben Author"],
      organization: null,
      keywords: [],
      primaryCategory: "cs.CL",
      categories: ["cs.CL"],
      doi: null,
      comment: null,
      publishedAt: new Date("2026-06-16T00:00:00Z"),
      codeUrl: null,
      projectUrl: null,
      discussionUrl: `https://huggingface.co/papers/${id}`,
      thumbnailUrl: null,
      mediaUrls: null,
      submitter: null,
      claimedAuthors: null,
      isAuthorInDiscussion: null,
      mediaCount: null,
      discussionId: null,
      firstSeenAt: seenAt,
      updatedAt: seenAt,
      enrichedAt: null,
      withdrawnAt: null,
    },
  };
}
