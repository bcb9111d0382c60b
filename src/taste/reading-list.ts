import { parsePaperId } from "../papers/parse-paper-id.ts";

/** A paper of a reading list. */
export type SavedPaper = {
  paperId: string;
  savedAt: Date;
  /** When it was read; null while it is not. */
  doneAt: Date | null;
};

/** What of a reading list is shown: what is not read yet, what is, or both. */
export const listParts = ["open", "done", "all"] as const;
export type ListPart = (typeof listParts)[number];

/** The last saved first, or by votes. */
export const savedOrders = ["saved", "votes"] as const;
export type SavedOrder = (typeof savedOrders)[number];

/** Papers that one request names: more than a browser keeps by itself. */
export const mostInRequest = 500;

/**
 * The papers that a list of identifiers names, parted by spaces, commas or lines, each once and in its order; what is no
 * identifier is left out. Null when it names more than `mostInRequest`.
 */
export function parsePaperIds(text: string): string[] | null {
  const ids = new Set<string>();
  for (const [piece] of text.matchAll(/[^\s,]+/g)) {
    const id = parsePaperId(piece);
    if (id !== null) ids.add(id);
    if (ids.size > mostInRequest) return null;
  }
  return [...ids];
}

/**
 * The papers of a list that a browser kept: a line for each, with its identifier, when it was saved and when it was read
 * (Unix seconds; 0 or nothing when it was not). No time lies after `now`; a line that cannot be read is left out. Null
 * when there are more than `mostInRequest` lines.
 */
export function parseKeptList(text: string, now: Date): SavedPaper[] | null {
  const lines = text.split("\n", mostInRequest + 1);
  if (lines.length > mostInRequest) return null;
  const papers = new Map<string, SavedPaper>();
  for (const line of lines) {
    const [id = "", saved = "", done = ""] = line.slice(0, longestLine).trim().split(/\s+/);
    const paperId = parsePaperId(id);
    if (paperId === null || papers.has(paperId)) continue;
    papers.set(paperId, { paperId, savedAt: readTime(saved, now) ?? now, doneAt: readTime(done, now) });
  }
  return [...papers.values()];
}

/** A paper as a line that `parseKeptList` reads. */
export function keptLine({ paperId, savedAt, doneAt }: SavedPaper): string {
  return [paperId, secondsOf(savedAt), doneAt === null ? 0 : secondsOf(doneAt)].join(" ");
}

const longestLine = 100;

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function readTime(text: string, now: Date): Date | null {
  const seconds = /^\d{1,11}$/.test(text) ? Number(text) : 0;
  return seconds === 0 ? null : new Date(Math.min(seconds * 1000, now.getTime()));
}
