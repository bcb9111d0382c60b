import type { Database } from "../../db/client.ts";
import { countSettled, findProgress, findSettledSpan } from "../ledger/progress-store.ts";
import { type DeliveryGroup, findKeptHistory, listGroups, listGroupsOf } from "../ledger/totals-store.ts";
import { outcomes } from "../tables.ts";

/** How fast an edition goes out, and how long it takes yet. */
export type EditionProgress = {
  /** Submitted a second over the last half minute of sending. */
  perSecond: number;
  /** Deliveries that could go now. */
  dueNow: number;
  /** Deliveries that wait for their reader's hour. */
  later: number;
  /** Whether these two are estimates: of many batches only some are counted. They add up to all all the same. */
  isEstimated: boolean;
  /** Null while nothing moves, or nothing is left that is due. */
  secondsLeft: number | null;
  /** When the last of them is due; null when nothing is open. */
  lastDueAt: Date | null;
};

const windowSeconds = 30;

const mailsOfRequest = 100;

function leastSeconds(mails: number, requestsPerSecond: number | null): number {
  return requestsPerSecond === null ? 0 : mails / mailsOfRequest / requestsPerSecond;
}

/**
 * Reads the pace of an edition from its batches: cheap, however many deliveries it has. Of the open ones only those are
 * counted whose batches are fewer, due or not, and of many batches some, which speak for the others; the rest is what is
 * left of all that are open.
 *
 * @param requestsPerSecond how many leave at the present limit: no send is foretold to be faster; null for no limit.
 */
export async function gatherEditionProgress(
  db: Database,
  editionId: string,
  now: Date,
  requestsPerSecond: number | null = null,
): Promise<EditionProgress> {
  const row = await findProgress(db, editionId, now, windowSeconds);
  const open = await countOpen(db, editionId);
  const isEstimated = row.batches > row.looked;
  const counted = isEstimated
    ? Math.min(open, Math.round((row.counted * row.batches) / row.looked))
    : row.counted;
  const others = Math.max(0, open - counted);
  const [dueNow, later] = row.isOfDue ? [counted, others] : [others, counted];
  const perSecond = row.submitted / Math.max(1, row.seconds);
  return {
    perSecond,
    dueNow,
    later,
    isEstimated,
    secondsLeft:
      dueNow > 0 && perSecond > 0
        ? Math.max(dueNow / perSecond, leastSeconds(dueNow, requestsPerSecond))
        : null,
    lastDueAt: row.lastDueAt === null ? null : new Date(row.lastDueAt),
  };
}

async function countOpen(db: Database, editionId: string): Promise<number> {
  return (await listGroups(db, editionId))
    .filter(({ state }) => state === "pending" || state === "sealed")
    .reduce((sum, { deliveries }) => sum + deliveries, 0);
}

/** How many mails of an edition were submitted in each of at most 60 spans of equal length. */
export type SendingHistory = {
  spanSeconds: number;
  spans: { from: Date; submitted: number; failed: number }[];
};

const niceSpans = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
const mostSpans = 60;

/** When the mails of an edition left: as it is kept of a finished one, unless its mails stand otherwise since. */
export async function gatherSendingHistory(db: Database, editionId: string): Promise<SendingHistory> {
  const kept = await findKeptHistory(db, editionId);
  if (kept === null) return countSendingHistory(db, editionId);
  return {
    spanSeconds: kept.spanSeconds,
    spans: kept.spans.map((span) => ({ ...span, from: new Date(span.from) })),
  };
}

/** The same, counted from its batches and their deliveries. */
export async function countSendingHistory(db: Database, editionId: string): Promise<SendingHistory> {
  const { first, last } = await findSettledSpan(db, editionId);
  if (first === null || last === null) return { spanSeconds: 60, spans: [] };
  const seconds = (new Date(last).getTime() - new Date(first).getTime()) / 1000;
  const spanSeconds = niceSpans.find((span) => seconds / span < mostSpans) ?? 86_400;
  const rows = await countSettled(db, editionId, { first, spanSeconds });
  const counts = new Map(rows.map((row) => [new Date(row.from).getTime(), row]));
  const start = new Date(first).getTime();
  const spans = Array.from({ length: Math.floor(seconds / spanSeconds) + 1 }, (_, index) => {
    const from = start + index * spanSeconds * 1000;
    const row = counts.get(from);
    return { from: new Date(from), submitted: row?.submitted ?? 0, failed: row?.failed ?? 0 };
  });
  return { spanSeconds, spans };
}

type Outcome = (typeof outcomes)[number];

/** What feedback says of an edition; people's opens and clicks apart from those of machines. */
export type EditionFeedback = {
  /** A null outcome is of those of which nothing was heard yet. */
  outcomes: { outcome: Outcome | null; count: number }[];
  opened: number;
  clicked: number;
  machineOpened: number;
  machineClicked: number;
};

export async function countEditionFeedback(db: Database, editionId: string): Promise<EditionFeedback> {
  return feedbackOf(await listGroups(db, editionId));
}

/** The same of several editions, each with its id, in one statement. */
export async function withFeedback<T extends { editionId: string }>(
  db: Database,
  editions: T[],
): Promise<(T & { feedback: EditionFeedback })[]> {
  const groupsOf = await listGroupsOf(
    db,
    editions.map(({ editionId }) => editionId),
  );
  return editions.map((one) => ({ ...one, feedback: feedbackOf(groupsOf.get(one.editionId) ?? []) }));
}

function feedbackOf(all: DeliveryGroup[]): EditionFeedback {
  const groups = all.filter(({ state }) => state === "submitted");
  const counts = new Map<Outcome | null, number>();
  for (const { outcome, deliveries } of groups) counts.set(outcome, (counts.get(outcome) ?? 0) + deliveries);
  const sum = (read: (group: DeliveryGroup) => number) =>
    groups.reduce((total, group) => total + read(group), 0);
  return {
    outcomes: [...counts]
      .map(([outcome, count]) => ({ outcome, count }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count || placeOf(a.outcome) - placeOf(b.outcome)),
    opened: sum((group) => group.opened),
    clicked: sum((group) => group.clicked),
    machineOpened: sum((group) => group.machineOpened),
    machineClicked: sum((group) => group.machineClicked),
  };
}

/** Outcomes of equally many stand in one order, whatever groups they were counted in. */
function placeOf(outcome: Outcome | null): number {
  return outcome === null ? outcomes.length : outcomes.indexOf(outcome);
}

/** An outcome as people read it. */
export function outcomeWords(outcome: Outcome | null): string {
  return outcome ?? "nothing heard yet";
}
