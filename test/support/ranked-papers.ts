import type { RankedPaper } from "../../src/ranking/rank-period.ts";

const seenAt = new Date("2026-06-17T08:00:00Z");

/** Made-up ranked papers, the first with the most upvotes. */
export function rankedPapers(count: number): RankedPaper[] {
  return Array.from({ length: count }, (_, index) => rankedPaper(index));
}

function rankedPaper(index: number): RankedPaper {
  const id = `2606.${String(10_000 + index)}`;
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
