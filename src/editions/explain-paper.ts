import { dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { InvalidInputError, NotFoundError } from "../errors.ts";
import { parsePaperId } from "../papers/parse-paper-id.ts";
import { listLooks } from "../papers/runs-store.ts";
import { listSignalsUpTo, type Signal } from "../papers/signals-store.ts";
import { listPapers, type StoredPaper } from "../papers/store.ts";
import { expectVotes } from "../ranking/expect-votes.ts";
import { figuresOf, type PriorFigures, sumOfParts } from "../ranking/prior.ts";
import type { PriorRefit } from "../ranking/prior-store.ts";
import { gatherScoreFacts } from "../ranking/score-facts.ts";
import { signalAt } from "../ranking/signals.ts";
import { listVotedDays } from "../ranking/store.ts";
import { type ScoreParts, scorePaper } from "../ranking/trend-score.ts";
import { type HistoryEntry, lookHistory } from "./look-history.ts";
import { rankEdition } from "./rank-edition.ts";
import { type EditionStanding, listListings, listStandings, type PaperListing } from "./standings-store.ts";

/** Everything that a paper's place comes from. All instants are UTC. */
export type ExplainedPaper = {
  id: string;
  title: string;
  withdrawnAt: Date | null;
  /** By day, then by source. */
  listings: PaperListing[];
  /** Its place now among the papers of its first day that counts votes, else of its first day; null when it has none. */
  place: { day: string; rank: number; of: number } | null;
  score: ExplainedScore;
  prior: ExplainedPrior;
  /** In the order of time. */
  history: HistoryEntry[];
  /** In the order in which the editions were published. */
  standings: EditionStanding[];
};

export type ExplainedScore = {
  score: number;
  parts: ScoreParts;
  /** Null where no source counts votes for it. */
  upvotes: number | null;
  comments: number | null;
  stars: number | null;
  /** How old its votes are, in days from the start of its first day; null where none are counted. */
  votesAgeDays: number | null;
};

export type ExplainedPrior = {
  /** Whether it orders the paper now, which it does while nobody voted. */
  isUsed: boolean;
  /** In log2 votes, as its parts are. */
  sum: number;
  parts: PriorFigures;
  weights: PriorFigures;
  /** To what the weights were fitted here; null for those that are shipped. */
  refit: Omit<PriorRefit, "weights"> | null;
};

/**
 * What a paper's score is made of now, what the looks saw of it, and in which editions it stood.
 *
 * @param text its identifier, in any form that `parsePaperId` reads.
 * @throws {InvalidInputError} for a text that names no paper.
 * @throws {NotFoundError} for a paper that was never collected.
 */
export async function explainPaper(
  { db, clock }: Pick<Context, "db" | "clock">,
  text: string,
): Promise<ExplainedPaper> {
  const now = clock.now();
  const paper = await requirePaper(db, text);
  const listings = await listListings(db, paper.id);
  const votedDays = listings.flatMap(({ day, source }) => (source === "huggingface" ? [day] : []));
  const day = votedDays[0] ?? listings[0]?.day ?? dayOf(paper.firstSeenAt);
  const signals = await listSignalsUpTo(db, [paper.id], now);
  const history = signals.get(paper.id) ?? [];
  const { id, title, withdrawnAt } = paper;
  const asked = { day, signals, now };
  return {
    id,
    title,
    withdrawnAt,
    listings,
    place: await findPlace(db, id, day, now),
    score: await explainScore(db, paper, { ...asked, isVotedOn: votedDays.length > 0 || history.length > 0 }),
    prior: await explainPrior(db, paper, asked),
    history: lookHistory(history, await listLooks(db, votedDays, now)),
    standings: await listStandings(db, id),
  };
}

async function requirePaper(db: Database, text: string): Promise<StoredPaper> {
  const id = parsePaperId(text);
  if (id === null) {
    throw new InvalidInputError(
      `${JSON.stringify(text.slice(0, 60))} names no paper: write its arXiv identifier, such as 2605.19577.`,
    );
  }
  const [paper] = await listPapers(db, [id]);
  if (!paper) throw new NotFoundError(`The paper ${id} was never collected.`);
  return paper;
}

async function findPlace(
  db: Database,
  id: string,
  day: string,
  now: Date,
): Promise<{ day: string; rank: number; of: number } | null> {
  const ranked = await rankEdition(db, { cadence: "daily", period: day, now });
  const top = ranked.filter(({ section }) => section === "top");
  const found = top.find((one) => one.id === id);
  return found ? { day, rank: found.rank, of: top.length } : null;
}

type Asked = { day: string; signals: Map<string, Signal[]>; now: Date };

async function explainScore(
  db: Database,
  paper: StoredPaper,
  { day, signals, now, isVotedOn }: Asked & { isVotedOn: boolean },
): Promise<ExplainedScore> {
  const votedDays = await listVotedDays(db, [paper.id]);
  const facts = (await gatherScoreFacts(db, [paper], { votedDays, signals, before: day, now })).get(paper.id);
  const seen = signalAt(signals.get(paper.id) ?? [], now);
  const ageDays = facts?.ageDays ?? 0;
  return {
    ...scorePaper({ upvotes: seen?.upvotes ?? 0, ageDays, prior: facts?.prior }),
    upvotes: isVotedOn ? (seen?.upvotes ?? 0) : null,
    comments: seen?.comments ?? null,
    stars: seen?.stars ?? null,
    votesAgeDays: isVotedOn ? ageDays : null,
  };
}

async function explainPrior(
  db: Database,
  paper: StoredPaper,
  { day, signals, now }: Asked,
): Promise<ExplainedPrior> {
  const signal = signalAt(signals.get(paper.id) ?? [], now);
  const { refit, weights, parts } = await expectVotes(db, [{ paper, signal }], { before: day, now });
  const own = parts.get(paper.id) ?? figuresOf(() => 0);
  return {
    isUsed: (signal?.upvotes ?? 0) === 0,
    sum: sumOfParts(own),
    parts: own,
    weights,
    refit: refit && { days: refit.days, papers: refit.papers, fittedAt: refit.fittedAt },
  };
}
