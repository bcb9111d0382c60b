import type { Database } from "../db/client.ts";
import type { PaperTerm } from "../papers/search/paper-terms.ts";
import { listReaderMarks, type ReaderMark } from "./marks-store.ts";
import { findStoredProfile } from "./profile-store.ts";

/** What a reader said of papers, and what was learned from it. */
export type ReaderTaste = {
  /** The latest first. */
  marks: ReaderMark[];
  /** The weightiest first; below zero the reader wants less of it. */
  terms: PaperTerm[];
  /** Lexemes that the reader took out, in the order in which they did. */
  removed: string[];
};

/** For the reader alone: an operator sees no more than counts. */
export async function readTaste(db: Database, subscriberId: string): Promise<ReaderTaste> {
  const [marks, profile] = await Promise.all([
    listReaderMarks(db, subscriberId),
    findStoredProfile(db, subscriberId),
  ]);
  return { marks, terms: profile?.terms ?? [], removed: profile?.removed ?? [] };
}
