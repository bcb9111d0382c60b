import { eq, sql } from "drizzle-orm";
import { addDays, dayOf } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { claimRequest, mayRequest, noteAnswered, noteUnanswered } from "../db/paced-endpoint.ts";
import { papers } from "../papers/tables.ts";
import type { SentenceRefusal } from "./read-sentence.ts";
import { summaryAsks, summaryEndpoint } from "./tables.ts";

export type PaperToSum = { id: string; title: string; abstract: string };

/** Papers that were listed in so many days before today are summed up: those of editions to come. */
const daysBack = 8;
/** A paper whose requests fail so often is left alone; others come before it meanwhile. */
const mostAsks = 4;
/** Longer than one request may take: who asked and died may be followed. */
const askLifeMs = 3 * 60_000;
/** What is shorter is shown as it is. */
const leastAbstract = 200;

/**
 * Takes the paper that is asked for next, most upvoted first, and counts the request, where the day's limit and a
 * pause of the endpoint allow one; else null. One request is counted once, by however many processes.
 */
export function claimPaper(db: Database, dailyLimit: number, now: Date): Promise<PaperToSum | null> {
  return claimRequest(db, summaryEndpoint, { dailyLimit, now }, async (tx) => {
    const paper = await findWaiting(tx, now);
    if (paper === null) return null;
    await tx
      .insert(summaryAsks)
      .values({ paperId: paper.id, asks: 1, askedAt: now })
      .onConflictDoUpdate({
        target: summaryAsks.paperId,
        set: { asks: sql`${summaryAsks.asks} + 1`, askedAt: now },
      });
    return paper;
  });
}

/** Whether a paper waits for a request that may be made now. */
export async function isAskDue(db: Database, dailyLimit: number, now: Date): Promise<boolean> {
  const isAllowed = await mayRequest(db, summaryEndpoint, { dailyLimit, now });
  return isAllowed && (await findWaiting(db, now)) !== null;
}

/** What is known of the endpoint; null before its first request. */
export async function findEndpoint(db: Database): Promise<typeof summaryEndpoint.$inferSelect | null> {
  const [state] = await db.select().from(summaryEndpoint);
  return state ?? null;
}

async function findWaiting(db: Database, now: Date): Promise<PaperToSum | null> {
  const { rows } = await db.execute<PaperToSum>(sql`
    select p.id, p.title, p.abstract
    from papers p left join summary_asks a on a.paper_id = p.id
    where p.summary is null and p.machine_summary is null and p.withdrawn_at is null
      and length(p.abstract) >= ${leastAbstract}
      and (a.paper_id is null or (a.refusal is null and a.asks < ${mostAsks}
        and a.asked_at < ${new Date(now.getTime() - askLifeMs)}))
      and p.id in (select l.paper_id from paper_listings l
        where l.dropped_at is null and l.day >= ${addDays(dayOf(now), -daysBack)})
    order by coalesce(a.asks, 0),
      (select s.upvotes from paper_signals s where s.paper_id = p.id order by s.observed_at desc limit 1)
        desc nulls last, p.id
    limit 1`);
  return rows[0] ?? null;
}

/** Keeps a sentence with its paper, unless the paper has one: it is made once. */
export async function keepSentence(
  db: Database,
  paperId: string,
  made: { text: string; model: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(papers)
      .set({ machineSummary: made.text, machineSummaryModel: made.model, machineSummaryAt: made.now })
      .where(sql`${eq(papers.id, paperId)} and ${papers.machineSummary} is null`);
    await noteAnswered(tx, summaryEndpoint, made.now);
  });
}

/** Notes that what the model said of a paper is not shown: it is not asked for that paper again. */
export async function noteRefused(
  db: Database,
  paperId: string,
  refusal: SentenceRefusal,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(summaryAsks).set({ refusal }).where(eq(summaryAsks.paperId, paperId));
    await noteAnswered(tx, summaryEndpoint, now);
  });
}

/** As `noteUnanswered`. */
export function noteFailed(
  db: Database,
  failure: { code: string; retryAfterMs: number | null },
  now: Date,
): Promise<void> {
  return noteUnanswered(db, summaryEndpoint, failure, now);
}
