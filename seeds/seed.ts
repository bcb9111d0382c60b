import { actingAs, theProgram } from "../src/audit/actor.ts";
import { recordActByHand } from "../src/audit/record-act.ts";
import type { Context } from "../src/context.ts";
import type { Database } from "../src/db/client.ts";
import { insertListings } from "../src/papers/listings-store.ts";
import { insertSignals } from "../src/papers/signals-store.ts";
import type { SourcePaper } from "../src/papers/sources/paper-source.ts";
import { cleanAbstract, cleanTitle } from "../src/papers/sources/paper-text.ts";
import { lockIngest, upsertPapers } from "../src/papers/store.ts";
import { addSubscriber } from "../src/subscribers/add-subscriber.ts";
import { updatePreferences } from "../src/subscribers/update-preferences.ts";
import { type SamplePaper, sampleDay, samplePapers } from "./sample-day.ts";
import { listedAtOf, type SampleSignal, signalHistoryOf } from "./signal-history.ts";
import { type SampleSubscriber, sampleSubscribers } from "./subscribers.ts";

/** The words that the sample's readers agreed to. */
const consent = { wording: "Sample reader of the demo; nobody reads this mailbox." };

/**
 * Loads the sample: one real day's papers with a history of their votes, some papers of the week before, and
 * twelve readers. Safe to repeat: what is there stays as it is, also a reader's changed preferences.
 */
export async function seedSample(
  ctx: Context,
): Promise<{ day: string; papers: number; subscribers: number }> {
  await ctx.db.transaction(async (tx) => {
    await lockIngest(tx);
    for (const day of new Set(samplePapers.map((paper) => paper.listedOn))) await storeDay(tx, day);
    await storeSignals(tx);
    await recordActByHand(tx, ctx, { verb: "sample.seed" });
  });
  // One act, not one of each reader.
  const seeding = actingAs(ctx, theProgram);
  for (const subscriber of sampleSubscribers) await addReader(seeding, subscriber);
  const papers = samplePapers.filter((paper) => paper.listedOn === sampleDay);
  return { day: sampleDay, papers: papers.length, subscribers: sampleSubscribers.length };
}

async function storeDay(tx: Database, day: string): Promise<void> {
  const papers = samplePapers.filter((paper) => paper.listedOn === day);
  const now = new Date(`${day}T02:00:00Z`);
  await upsertPapers(tx, papers.map(asSourcePaper), { now, ownsTexts: false, isEnrichment: true });
  for (const paper of papers)
    await insertListings(tx, { day, source: "huggingface", ids: [paper.id], now: listedAtOf(paper) });
}

/** Oldest first, as they would have been observed. */
async function storeSignals(tx: Database): Promise<void> {
  const byInstant = new Map<number, { paperId: string; signal: SampleSignal }[]>();
  for (const paper of samplePapers) {
    for (const signal of signalHistoryOf(paper)) {
      const at = signal.observedAt.getTime();
      byInstant.set(at, [...(byInstant.get(at) ?? []), { paperId: paper.id, signal }]);
    }
  }
  for (const [at, observed] of [...byInstant].sort(([a], [b]) => a - b)) {
    await insertSignals(tx, observed, new Date(at));
  }
}

async function addReader(ctx: Context, { email, preferences, pausedUntil }: SampleSubscriber): Promise<void> {
  const result = await addSubscriber(ctx, { email, preferences, source: "seed", consent });
  if (result.kind === "added" && pausedUntil !== undefined) {
    await updatePreferences(ctx, { subscriberId: result.subscriber.id, preferences: {}, pausedUntil });
  }
}

function asSourcePaper(paper: SamplePaper): SourcePaper {
  const categories = paper.categories.split(" ");
  return {
    id: paper.id,
    title: cleanTitle(paper.title),
    abstract: cleanAbstract(paper.abstract),
    summary: cleanAbstract(paper.summary),
    authors: paper.authors.split("; "),
    organization: paper.organization,
    keywords: paper.keywords.split(", "),
    primaryCategory: categories[0] ?? null,
    categories,
    doi: null,
    comment: null,
    publishedAt: new Date(paper.publishedAt),
    codeUrl: paper.codeUrl,
    projectUrl: paper.projectUrl,
    discussionUrl: `https://huggingface.co/papers/${paper.id}`,
    thumbnailUrl: null,
    discussion: null,
    signal: null,
  };
}
