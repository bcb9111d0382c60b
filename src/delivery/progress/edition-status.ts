import { dayOf } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { unknownEdition } from "../../editions/store.ts";
import { isPausedByBreaker, type PauseColumns, stateSentence } from "../breaker/pause-words.ts";
import type { DeliveryReason, TroubleCode } from "../codes.ts";
import { type HoldColumns, holdSentence } from "../hold-words.ts";
import type { EditionState } from "../ledger/moves.ts";
import { listBrokenLedgers, listStatusRows, listWholeness } from "../ledger/status-store.ts";
import { deliveryReasonWords } from "../reason-words.ts";
import { keyEndsAt } from "../send/key-life.ts";
import { troubleWords } from "../trouble-words.ts";

/** Where an edition's deliveries stand. */
export type EditionStatus = {
  editionId: string;
  cadence: string;
  period: string;
  state: EditionState;
  /** Who paused it, while it is paused. */
  pausedBy: PauseColumns["pausedBy"];
  /** Why it stands so, or what becomes of it by itself, as a sentence without a full stop. */
  stateReason: string | null;
  /** Until when it is held by itself, and what happens then; kept when it is held no more. */
  holdEndsAt: Date | null;
  atHoldEnd: HoldColumns["atHoldEnd"];
  isPausedByBreaker: boolean;
  /** Whether it is cancelled and nobody can take that back. */
  isCancelFinal: boolean;
  publishedAt: Date;
  /** Whether it was let go, so that pages and feeds show it. */
  isReleased: boolean;
  planned: number;
  /** False where it has many deliveries that were not counted yet, and that was not waited for: the counts are 0 then. */
  isCounted: boolean;
  pending: number;
  sealed: number;
  submitted: number;
  excluded: number;
  failed: number;
  uncertain: number;
  /** How many of those sealed, submitted and uncertain are quiet mails. */
  quiet: number;
  batches: number;
  /** Since when these numbers are all that is kept of its deliveries and batches; null while those are there. */
  retiredSince: Date | null;
  /** Why deliveries were excluded, failed or became uncertain, the most frequent first. */
  reasons: CountedReason[];
  /** Sealed deliveries whose request may have been accepted and is made again under its key, by what was heard last. */
  repeated: RepeatedDeliveries[];
};

/** Deliveries of one state and one reason; those that the provider refused by what it refused them for. */
type CountedReason = {
  state: string;
  code: DeliveryReason;
  refusalKey: string | null;
  /** The same as a sentence without a full stop. */
  reason: string;
  count: number;
};

/** @property uncertainAt when the first of their keys ends: those are uncertain from then on. */
export type RepeatedDeliveries = {
  code: TroubleCode;
  reason: string;
  count: number;
  batches: number;
  uncertainAt: Date;
};

const mostReasons = 20;

/**
 * Counts of one edition, or of the latest ones first. All numbers of an edition are read in one statement,
 * so that they add up: planned = pending + sealed + submitted + excluded + failed + uncertain.
 *
 * @param counts whether many deliveries that were not counted yet are counted now, which may take long.
 * @throws {NotFoundError} when a named edition does not exist.
 */
export async function listEditionStatus(
  db: Database,
  editionId: string | null,
  limit = 20,
  counts: "all" | "few" = "all",
): Promise<EditionStatus[]> {
  const rows = await listStatusRows(db, { editionId, limit, counts });
  if (editionId !== null && rows.length === 0) {
    throw unknownEdition(editionId);
  }
  return rows.map(({ pausedFacts, ...read }) => {
    const row = {
      ...read,
      holdEndsAt: read.holdEndsAt === null ? null : new Date(read.holdEndsAt),
      retiredSince: read.retiredSince === null ? null : new Date(read.retiredSince),
    };
    return {
      ...row,
      stateReason: stateSentence({ ...row, pausedFacts }) ?? holdSentence(row),
      isPausedByBreaker: isPausedByBreaker(row),
      publishedAt: new Date(row.publishedAt),
      reasons: row.reasons
        .slice(0, mostReasons)
        .map(({ text, ...one }) => ({ ...one, reason: deliveryReasonWords(one.code, text) })),
      repeated: row.repeated.slice(0, mostReasons).map(({ text, firstAttemptAt, ...one }) => ({
        ...one,
        reason: troubleWords(one.code, text),
        uncertainAt: keyEndsAt(new Date(firstAttemptAt)),
      })),
    };
  });
}

/** How many of an edition's mails are quiet ones, as a sentence without a full stop; null when none is. */
export function quietSentence({ quiet }: Pick<EditionStatus, "quiet">): string | null {
  if (quiet === 0) return null;
  return quiet === 1
    ? "1 of them is a quiet mail, which tells its reader once that nothing came for long"
    : `${quiet} of them are quiet mails, which tell their readers once that nothing came for long`;
}

/** That an edition's totals are all that is kept of it, as a sentence without a full stop; null while they are not. */
export function retiredSentence({ retiredSince }: Pick<EditionStatus, "retiredSince">): string | null {
  if (retiredSince === null) return null;
  return `since ${dayOf(retiredSince)} only its totals are kept: its deliveries and batches are let go of (RETENTION_DELIVERIES_DAYS)`;
}

/** That deliveries wait under their key, and until when, as a sentence without a full stop. */
export function repeatedSentence({ reason, count, uncertainAt }: RepeatedDeliveries): string {
  return `${count} sealed may have been accepted: asked for again under their key until ${uncertainAt.toISOString()}, then uncertain (${reason})`;
}

/** Editions whose counts do not add up; where the totals are kept, as it was when they were counted. */
export async function listDoubtedLedgers(db: Database, editionIds: string[]): Promise<string[]> {
  const known = await listWholeness(db, editionIds);
  const unknown = known.filter(({ isWhole }) => isWhole === null).map(({ id }) => id);
  const broken = await listBrokenLedgers(db, unknown);
  return known.filter(({ id, isWhole }) => isWhole === false || broken.includes(id)).map(({ id }) => id);
}
