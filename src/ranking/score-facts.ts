import type { Database } from "../db/client.ts";
import { listLooks } from "../papers/runs-store.ts";
import type { Signal } from "../papers/signals-store.ts";
import type { StoredPaper } from "../papers/store.ts";
import { expectVotes } from "./expect-votes.ts";
import { sumOfParts } from "./prior.ts";
import { signalAt } from "./signals.ts";
import { listNewestSignals } from "./store.ts";
import type { ScoreInput } from "./trend-score.ts";
import { type DayLook, votesAges } from "./votes-age.ts";

/** What a score is made from beside the votes. */
export type ScoreFacts = Omit<ScoreInput, "upvotes">;

type ScoreFactsInput = {
  /** The days on which each paper is listed where votes are counted, as `listVotedDays` tells them. */
  votedDays: Map<string, string[]>;
  /** Of each paper, up to `now`, oldest first. */
  signals: Map<string, Signal[]>;
  /** The first day of what is ranked, `YYYY-MM-DD`: a prior may know of earlier days alone. */
  before: string;
  now: Date;
};

/** How old the votes of papers are, and what is expected of those that have none, by id. */
export async function gatherScoreFacts(
  db: Database,
  papers: StoredPaper[],
  { votedDays, signals, before, now }: ScoreFactsInput,
): Promise<Map<string, ScoreFacts>> {
  const days = [...new Set([...votedDays.values()].flat())];
  const ages = votesAges(votedDays, await listDayLooks(db, days, now));
  const known = papers.map((paper) => ({ paper, signal: signalAt(signals.get(paper.id) ?? [], now) }));
  const unvoted = known.filter(({ signal }) => (signal?.upvotes ?? 0) === 0);
  const expected = await expectVotes(db, unvoted, { before, now });
  return new Map(
    papers.map(({ id }) => {
      const parts = expected.parts.get(id);
      return [id, { ageDays: ages.get(id) ?? 0, prior: parts && sumOfParts(parts) }];
    }),
  );
}

/** The looks at days up to an instant; of a day without any, what stands for them. */
async function listDayLooks(db: Database, days: string[], now: Date): Promise<DayLook[]> {
  const looks: DayLook[] = await listLooks(db, days, now);
  const marked = new Set(looks.map(({ day }) => day));
  const unmarked = days.filter((day) => !marked.has(day));
  return [...looks, ...(await listNewestSignals(db, unmarked, now))];
}
