import type { Cadence } from "../../src/calendar/periods.ts";
import type { Database } from "../../src/db/client.ts";
import type { Edition, FrozenPaper } from "../../src/editions/edition.ts";
import { insertEdition } from "../../src/editions/store.ts";
import { paperSignals, papers } from "../../src/papers/tables.ts";

/** A made-up paper as an edition freezes it. */
export function frozenPaper(rank: number, given: Partial<FrozenPaper> = {}): FrozenPaper {
  const id = given.id ?? `2606.${String(10_000 + rank)}`;
  return {
    id,
    section: "top",
    rank,
    title: `Paper number ${rank} about agents`,
    abstract: `We study subject ${rank}. ${"It is long and says much about many things. ".repeat(20)}The end.`,
    summary: null,
    authors: ["Ada Lovelace", "Alan Turing", "Grace Hopper", "Karen Jones", "Katherine Johnson"],
    organization: "Example Lab",
    primaryCategory: "cs.CL",
    categories: ["cs.CL", "cs.LG"],
    keywords: ["agents"],
    publishedOn: "2026-06-16",
    upvotes: 100 - rank,
    comments: rank,
    stars: rank % 2 === 0 ? 10 * rank : null,
    rise: rank === 1 ? 12 : null,
    score: 10 - rank / 10,
    parts: { upvotes: 10 - rank / 10, growth: 0, prior: 0 },
    explanation: {
      kind: "place",
      cadence: "daily",
      place: rank,
      isShared: false,
      of: 100,
      upvotes: 100 - rank,
      comments: 0,
      stars: null,
    },
    links: {
      arxiv: `https://arxiv.org/abs/${id}`,
      pdf: `https://arxiv.org/pdf/${id}`,
      discussion: `https://huggingface.co/papers/${id}`,
      code: "https://github.com/example/agents",
      project: null,
    },
    thumbnailUrl: null,
    ...given,
  };
}

export type EditionGiven = {
  cadence?: Cadence;
  period: string;
  number?: number;
  publishedAt?: Date;
  papers?: FrozenPaper[];
  missingSources?: string[];
};

/** Writes a frozen edition without templates or deliveries, and its papers as collected ones. */
export async function writeEdition(db: Database, given: EditionGiven): Promise<Edition> {
  const cadence = given.cadence ?? "daily";
  const edition: Edition = {
    id: `${cadence}-${given.period}`,
    cadence,
    period: given.period,
    number: given.number ?? 1,
    publishedAt: given.publishedAt ?? new Date("2026-06-18T04:00:00Z"),
    missingSources: given.missingSources ?? [],
    papers: given.papers ?? [1, 2, 3].map((rank) => frozenPaper(rank)),
  };
  await writePapers(db, edition.papers);
  await insertEdition(db, edition, "sending");
  return edition;
}

/** Writes papers as if they had been collected. */
export async function writePapers(db: Database, given: FrozenPaper[]): Promise<void> {
  const seenAt = new Date("2026-06-17T08:00:00Z");
  const rows = given.map((paper) => ({
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    authors: paper.authors,
    organization: paper.organization,
    keywords: paper.keywords,
    primaryCategory: paper.primaryCategory,
    categories: paper.categories,
    publishedAt: new Date(`${paper.publishedOn}T12:00:00Z`),
    codeUrl: paper.links.code,
    projectUrl: paper.links.project,
    discussionUrl: paper.links.discussion,
    firstSeenAt: seenAt,
    updatedAt: seenAt,
  }));
  await db.insert(papers).values(rows).onConflictDoNothing();
}

/** Writes how many votes papers, which are there, were last seen with, by their ids. */
export async function writeSignals(db: Database, upvotes: Record<string, number>): Promise<void> {
  const observedAt = new Date("2026-06-17T09:00:00Z");
  const rows = Object.entries(upvotes).map(([paperId, votes]) => ({
    paperId,
    observedAt,
    upvotes: votes,
    comments: 0,
  }));
  await db.insert(paperSignals).values(rows);
}
