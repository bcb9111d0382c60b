import type { Edition, FrozenPaper } from "../../src/editions/edition.ts";

// Invented papers and people: no test needs real ones.

/** A paper with every field; `given` replaces what matters to a test. */
export function makePaper(rank: number, given: Partial<FrozenPaper> = {}): FrozenPaper {
  const id = `2606.${String(rank).padStart(5, "0")}`;
  return {
    id,
    section: "top",
    rank,
    title: `An Invented Study of Number ${rank}: How Small Models Learn to Ask`,
    abstract: `${"Small models learn to put one short question when a task is unclear, and match models ten times their size. ".repeat(10)}The code is open.`,
    summary: "Small models learn to put one short question when a task is unclear, and match larger ones.",
    authors: ["Ada Example", "Bo Sample", "Chi Placeholder", "Dee Stand-In"],
    organization: "Springfield University",
    primaryCategory: "cs.CL",
    categories: ["cs.CL", "cs.LG"],
    keywords: ["small models"],
    publishedOn: "2026-06-17",
    upvotes: Math.max(1, 220 - rank * 8),
    comments: rank % 5,
    stars: rank * 37,
    rise: rank % 4 === 0 ? 12 : null,
    score: 1,
    parts: { upvotes: 1, growth: 0, prior: 0 },
    explanation: {
      kind: "place",
      cadence: "daily",
      place: rank,
      isShared: false,
      of: 27,
      upvotes: Math.max(1, 220 - rank * 8),
      comments: rank % 5,
      stars: rank * 37,
    },
    links: {
      arxiv: `https://arxiv.org/abs/${id}`,
      pdf: `https://arxiv.org/pdf/${id}`,
      discussion: `https://huggingface.co/papers/${id}`,
      code: `https://github.com/example/number-${rank}`,
      project: null,
    },
    thumbnailUrl: null,
    ...given,
  };
}

export function makeEdition(papers: FrozenPaper[], given: Partial<Edition> = {}): Edition {
  return {
    id: "daily-2026-06-18",
    cadence: "daily",
    period: "2026-06-18",
    number: 142,
    publishedAt: new Date("2026-06-19T04:00:00Z"),
    missingSources: [],
    papers,
    ...given,
  };
}
