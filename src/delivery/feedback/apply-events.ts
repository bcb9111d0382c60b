import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import { noteReports, type ReportedOutcome } from "../breaker/breaker-store.ts";
import type { EventNote } from "../codes.ts";
import { closeSettledBatches } from "../ledger/endings-store.ts";
import { applyFeedback, type DeliveryFeedback } from "../ledger/feedback-store.ts";
import { suppressReported } from "../reports/store.ts";
import { keyLifeMs } from "../send/key-life.ts";
import { reportedOutcomes } from "../tables.ts";
import { judgeTransientBounces } from "./bounces-store.ts";
import { keepPlaces, lockWaitingEvents, markApplied, recallLostEvents } from "./events-store.ts";
import { gatherReports } from "./gather-reports.ts";
import { hearLeavers } from "./inbound/hear-leavers.ts";
import { judgeUndecided } from "./judge-undecided.ts";
import { weightierOutcome } from "./outcome.ts";
import { isLost, placeEvents } from "./place-events.ts";
import { unreadableType } from "./provider-event.ts";
import { dropStaleListings, followProvidersList } from "./providers-list.ts";
import { type ReadEvent, readEvent } from "./read-event.ts";
import { reduceEvent } from "./reduce-event.ts";
import { reduceEvents } from "./reduce-events.ts";
import { updateEngagement } from "./update-engagement.ts";

const eventsAtOnce = 1_000;

/** The id of a mail becomes known by an answer, so within the life of its batch's key, or not at all. */
const recallMs = keyLifeMs + 3_600_000;

/**
 * Applies the webhook events that were stored: settles deliveries, notes outcomes, suppresses addresses
 * after a permanent bounce, a complaint or too many transient bounces, tells opens and clicks of people from
 * those of machines, and pauses an edition that draws too many bounces or complaints. In any order and
 * repeated, the end is the same. An event that names no delivery that is known is kept with a note; a bounce or
 * complaint that names no mail of ours at all suppresses nobody until it is known to be of ours.
 *
 * @param isRung true when new events rang, false when the schedule did. Only the schedule tries events again that
 *   named no delivery: another program that sends by the same account may bring thousands of those.
 * @returns how many events were applied.
 */
export function applyEvents(ctx: Context, isRung = false): Promise<{ applied: number }> {
  return ctx.traces.span("apply events", {}, async (span) => {
    const applied = await applyAll(ctx, isRung);
    span.note({ "paperboy.events": applied });
    return { applied };
  });
}

async function applyAll(ctx: Context, isRung: boolean): Promise<number> {
  if (!isRung) {
    const recallableSince = recallableAt(ctx.clock.now());
    await recallLostEvents(ctx.db, recallableSince);
    await judgeUndecided(ctx, recallableSince);
    await reduceEvents(ctx, recallableSince);
  }
  await hearLeavers(ctx, isRung);
  let applied = 0;
  for (;;) {
    const events = await ctx.db.transaction((tx) => applySome(ctx, tx, ctx.clock.now()));
    applied += events.length;
    if (events.some(({ meaning }) => meaning.suppression !== null)) await tripBreakers(ctx, ctx.clock.now());
    if (events.length < eventsAtOnce) return applied;
  }
}

/** Events of no known delivery that came later than this may still get one. */
function recallableAt(now: Date): Date {
  return new Date(now.getTime() - recallMs);
}

async function applySome(ctx: Context, tx: Database, now: Date): Promise<ReadEvent[]> {
  const waiting = await lockWaitingEvents(tx, eventsAtOnce);
  const placed = await placeEvents(tx, waiting.filter(isLost));
  await keepPlaces(tx, placed);
  const events = [...waiting.filter((event) => !isLost(event)), ...placed].map(readEvent);
  if (events.length === 0) return events;
  const feedback = summarise(events);
  if (feedback.length > 0) {
    await noteReports(tx, feedback.filter(isReport));
    await applyFeedback(tx, feedback, now);
    await closeSettledBatches(tx, [...new Set(feedback.map((one) => one.editionId))], now);
    await updateEngagement(tx, feedback, ctx.config.retention.events, now);
    await judgeTransientBounces(tx, ctx.addressKeys, feedback, ctx.config.delivery.transientBounceLimit, now);
  }
  // What an event says of an address was done when it came; a suppression that was lifted since stays lifted.
  const recalled = new Set(waiting.filter(({ noteCode }) => noteCode === "recalled").map(({ id }) => id));
  const fresh = await dropStaleListings(
    tx,
    events.filter(({ id }) => !recalled.has(id)),
  );
  const reports = await gatherReports(tx, fresh, ctx.config.delivery.suppressesForeignComplaints);
  await suppressReported(tx, ctx.addressKeys, reports.suppressions, now);
  await followProvidersList(tx, ctx.addressKeys, fresh);
  await markApplied(
    tx,
    events.map((event) => ({
      id: event.id,
      note: reports.undecided.has(event.id) ? "undecided" : noteOn(event),
      ...reduceEvent(event, ctx.addressKeys.current, recallableAt(now), true),
    })),
    now,
  );
  return events;
}

function noteOn(event: ReadEvent): EventNote | null {
  if (event.type === unreadableType) return "no-event";
  if (!event.meaning.isKnown) return "unknown-type";
  return isLost(event) && !event.isOfSingleMail ? "lost" : null;
}

/** One row a delivery, whatever the number and order of its events. */
function summarise(events: ReadEvent[]): DeliveryFeedback[] {
  const byDelivery = new Map<string, DeliveryFeedback>();
  for (const event of events) {
    if (event.editionId === null || event.subscriberId === null) continue;
    const key = `${event.editionId} ${event.subscriberId}`;
    byDelivery.set(key, add(byDelivery.get(key) ?? empty(event.editionId, event.subscriberId), event));
  }
  return [...byDelivery.values()];
}

function isReport(
  one: DeliveryFeedback,
): one is DeliveryFeedback & { outcome: ReportedOutcome; heardAt: Date } {
  return one.heardAt !== null && reportedOutcomes.some((outcome) => outcome === one.outcome);
}

function empty(editionId: string, subscriberId: string): DeliveryFeedback {
  return {
    editionId,
    subscriberId,
    providerId: null,
    isAccepted: false,
    outcome: null,
    outcomeAt: null,
    heardAt: null,
    isDelivered: false,
    isEngaged: false,
  };
}

function add(
  feedback: DeliveryFeedback,
  { meaning, providerId, occurredAt, receivedAt }: ReadEvent,
): DeliveryFeedback {
  const outcome = weightierOutcome(feedback.outcome, meaning.outcome);
  return {
    ...feedback,
    providerId: feedback.providerId ?? providerId,
    isAccepted: feedback.isAccepted || meaning.isAccepted,
    outcome,
    outcomeAt: outcome === feedback.outcome ? feedback.outcomeAt : occurredAt,
    heardAt: outcome === feedback.outcome ? feedback.heardAt : receivedAt,
    isDelivered: feedback.isDelivered || meaning.outcome === "delivered",
    isEngaged: feedback.isEngaged || meaning.isOpen || meaning.isClick,
  };
}
