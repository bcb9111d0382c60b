import { eq, sql } from "drizzle-orm";
import { addDays, dayOf } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { claimRequest, mayRequest, noteAnswered, noteUnanswered } from "../../db/paced-endpoint.ts";
import type { CitingRepos } from "./citing-repos.ts";
import { citingRepos, citingReposEndpoint } from "./tables.ts";

/** A paper is asked for when it was listed so lately, and a week after its first answer once more. */
const [firstDaysBack, secondDaysBack] = [8, 28];
const secondAfterMs = 7 * 24 * 60 * 60_000;
/** A paper whose requests fail so often is left alone; others come before it meanwhile. */
const mostAsks = 4;
/** Longer than one request may take: who asked and died may be followed. */
const askLifeMs = 3 * 60_000;

/**
 * Takes the paper that is asked for next, and counts the request, where the day's limit and a pause allow one; else
 * null. Papers that were never asked for come first, then the most upvoted. One request is counted once, by however
 * many processes.
 */
export function claimPaperToAsk(db: Database, dailyLimit: number, now: Date): Promise<string | null> {
  return claimRequest(db, citingReposEndpoint, { dailyLimit, now }, async (tx) => {
    const paperId = await findWaiting(tx, now);
    if (paperId === null) return null;
    await tx
      .insert(citingRepos)
      .values({ paperId, asks: 1, askedAt: now })
      .onConflictDoUpdate({
        target: citingRepos.paperId,
        set: { asks: sql`${citingRepos.asks} + 1`, askedAt: now },
      });
    return paperId;
  });
}

/** Whether a paper waits for a request that may be made now. */
export async function isReposAskDue(db: Database, dailyLimit: number, now: Date): Promise<boolean> {
  const isAllowed = await mayRequest(db, citingReposEndpoint, { dailyLimit, now });
  return isAllowed && (await findWaiting(db, now)) !== null;
}

/** What is known of the question to Hugging Face; null before it was first put. */
export async function findReposEndpoint(
  db: Database,
): Promise<typeof citingReposEndpoint.$inferSelect | null> {
  const [state] = await db.select().from(citingReposEndpoint);
  return state ?? null;
}

/** What was told last, and when. */
export type ToldRepos = { repos: CitingRepos; answeredAt: Date };

/** Which repositories cite a paper; null while that was never told. */
export async function findCitingRepos(db: Database, paperId: string): Promise<ToldRepos | null> {
  const [row] = await db.select().from(citingRepos).where(eq(citingRepos.paperId, paperId));
  if (!row || row.found === null || row.answeredAt === null) return null;
  return { repos: row.found, answeredAt: row.answeredAt };
}

async function findWaiting(db: Database, now: Date): Promise<string | null> {
  const today = dayOf(now);
  const { rows } = await db.execute<{ id: string }>(sql`
    select p.id
    from (select paper_id, max(day) as day from paper_listings
        where dropped_at is null and source = 'huggingface' and day >= ${addDays(today, -secondDaysBack)}
        group by paper_id) l
      join papers p on p.id = l.paper_id and p.withdrawn_at is null
      left join citing_repos r on r.paper_id = p.id
    where (r.paper_id is null and l.day >= ${addDays(today, -firstDaysBack)})
      or (r.asks < ${mostAsks} and r.asked_at < ${new Date(now.getTime() - askLifeMs)}
        and ((r.answers = 0 and l.day >= ${addDays(today, -firstDaysBack)})
          or (r.answers = 1 and r.answered_at <= ${new Date(now.getTime() - secondAfterMs)})))
    order by coalesce(r.answers, 0), coalesce(r.asks, 0),
      (select s.upvotes from paper_signals s where s.paper_id = p.id order by s.observed_at desc limit 1)
        desc nulls last, p.id
    limit 1`);
  return rows[0]?.id ?? null;
}

/** Keeps what cites a paper, in place of what was told before. */
export async function keepCitingRepos(
  db: Database,
  paperId: string,
  found: CitingRepos,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(citingRepos)
      .set({ found, asks: 0, answers: sql`${citingRepos.answers} + 1`, answeredAt: now })
      .where(eq(citingRepos.paperId, paperId));
    await noteAnswered(tx, citingReposEndpoint, now);
  });
}

/** As `noteUnanswered`. */
export function noteReposFailed(
  db: Database,
  failure: { code: string; retryAfterMs: number | null },
  now: Date,
): Promise<void> {
  return noteUnanswered(db, citingReposEndpoint, failure, now);
}
