import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { listPaperTerms, type PaperTerm } from "../papers/search/paper-terms.ts";
import { listPaperVectors, type PaperVector } from "../papers/search/terms-store.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import { measureProfile, profileTerms } from "./profile.ts";
import {
  deleteProfile,
  insertRemovedTerm,
  listFrozenVectors,
  listLatestMarks,
  listRecentPaperIds,
  listRemovedTerms,
  pageMarkingReaders,
  writeProfile,
} from "./profile-store.ts";

type TasteContext = Pick<Context, "db" | "clock">;

/** Earlier marks count no more: a taste changes, and a profile is made within a click. */
const mostCounted = 200;

const recentDays = 60;
const dayMs = 24 * 60 * 60_000;

/** Fewer papers of editions tell no mean: then the papers that were published last stand for them. */
const fewestRecent = 100;
const mostRecent = 300;

const readersAtOnce = 200;
const mostKept = 5_000;

/**
 * Makes a reader's profile from their marks of now. Called after marks have changed, outside of the transaction that
 * changed them. Safe to repeat; a reader who has been erased, or has no marks, has none.
 */
export async function recomputeProfile(ctx: TasteContext, subscriberId: string): Promise<void> {
  const recent = await listRecentVectors(ctx.db, ctx.clock.now());
  await recompute(ctx, subscriberId, { recent, termsOf: keepTerms() });
}

/** Takes a word out of a reader's profile, for good: marks bring it back only after `forgetTaste`. Safe to repeat. */
export async function removeProfileTerm(
  ctx: TasteContext,
  { subscriberId, lexeme }: { subscriberId: string; lexeme: string },
): Promise<void> {
  const isThere = await ctx.db.transaction(async (tx) => {
    if (!(await lockSubscriber(tx, subscriberId))) return false;
    await insertRemovedTerm(tx, subscriberId, lexeme, ctx.clock.now());
    return true;
  });
  if (isThere) await recomputeProfile(ctx, subscriberId);
}

/** Makes the profiles of all readers with marks anew, since words become more or less frequent. @returns of how many. */
export async function recomputeProfiles(ctx: TasteContext): Promise<number> {
  const recent = await listRecentVectors(ctx.db, ctx.clock.now());
  const termsOf = keepTerms();
  let total = 0;
  for (let after: string | null = null; ; ) {
    const ids = await pageMarkingReaders(ctx.db, after, readersAtOnce);
    for (const id of ids) await recompute(ctx, id, { recent, termsOf });
    total += ids.length;
    after = ids.at(-1) ?? null;
    if (after === null) return total;
  }
}

type TermsOf = (db: Database, ids: string[]) => Promise<Map<string, PaperTerm[]>>;

async function recompute(
  { db, clock }: TasteContext,
  subscriberId: string,
  { recent, termsOf }: { recent: PaperVector[]; termsOf: TermsOf },
): Promise<void> {
  // Before the reader is held: a seal that waits for them waits for moments.
  await termsOf(db, [...(await listLatestMarks(db, subscriberId, mostCounted)).keys()]);
  await db.transaction(async (tx) => {
    // Held, so that of two marks at once the profile of the second is made from both.
    if (!(await lockSubscriber(tx, subscriberId))) return;
    const marks = await listLatestMarks(tx, subscriberId, mostCounted);
    const removed = await listRemovedTerms(tx, subscriberId);
    if (marks.size === 0 && removed.length === 0) return deleteProfile(tx, subscriberId);
    const terms = await termsOf(tx, [...marks.keys()]);
    const marked = [...marks].map(([id, kinds]) => ({ kinds, terms: terms.get(id) ?? [] }));
    const words = profileTerms(marked, new Set(removed));
    const profile = measureProfile(words, recent) ?? { terms: words, mean: 0, spread: 0 };
    await writeProfile(tx, subscriberId, { ...profile, marks: marks.size, computedAt: clock.now() });
  });
}

/** Many readers mark the same papers: of some thousands the words are read once. */
function keepTerms(): TermsOf {
  const kept = new LRUCache<string, PaperTerm[]>({ max: mostKept });
  return async (db, ids) => {
    const missing = await listPaperTerms(
      db,
      ids.filter((id) => !kept.has(id)),
    );
    const found = new Map(ids.map((id) => [id, kept.get(id) ?? missing.get(id) ?? []]));
    for (const [id, terms] of found) kept.set(id, terms);
    return found;
  };
}

async function listRecentVectors(db: Database, now: Date): Promise<PaperVector[]> {
  const frozen = await listFrozenVectors(db, new Date(now.getTime() - recentDays * dayMs));
  if (frozen.size >= fewestRecent) return [...frozen.values()];
  const latest = await listRecentPaperIds(db, mostRecent);
  return [...(await listPaperVectors(db, latest)).values()];
}
