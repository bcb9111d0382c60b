import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { parseAddress } from "../../subscribers/address.ts";
import { tripBreakers } from "../breaker.ts";
import { weightierOutcome } from "./outcome.ts";
import { type ReadEvent, readEvent } from "./read-event.ts";
import {
  applyFeedback,
  closeSettledBatches,
  type DeliveryFeedback,
  judgeTransientBounces,
  lockWaitingEvents,
  markApplied,
  type ReportedSuppression,
  suppressReported,
} from "./store.ts";
import { updateEngagement } from "./update-engagement.ts";

const eventsAtOnce = 1_000;

/**
 * Applies the webhook events that were stored: settles deliveries, notes outcomes, suppresses addresses
 * after a permanent bounce, a complaint or too many transient bounces, tells opens and clicks of people from
 * those of machines, and pauses an edition that draws too many bounces or complaints. In any order and
 * repeated, the end is the same.
 *
 * @returns how many events were applied.
 */
export async function applyEvents(ctx: Context): Promise<{ applied: number }> {
  let applied = 0;
  for (;;) {
    const events = await ctx.db.transaction((tx) => applySome(ctx, tx, ctx.clock.now()));
    applied += events.length;
    if (events.some(({ meaning }) => meaning.suppression !== null)) await tripBreakers(ctx, ctx.clock.now());
    if (events.length < eventsAtOnce) return { applied };
  }
}

async function applySome(ctx: Context, tx: Database, now: Date): Promise<ReadEvent[]> {
  const events = (await lockWaitingEvents(tx, eventsAtOnce)).map(readEvent);
  if (events.length === 0) return events;
  const feedback = summarise(events);
  if (feedback.length > 0) {
    await applyFeedback(tx, feedback, now);
    await closeSettledBatches(tx, [...new Set(feedback.map((one) => one.editionId))], now);
    await updateEngagement(tx, feedback, ctx.config.retention.events, now);
    await judgeTransientBounces(tx, feedback, ctx.config.delivery.transientBounceLimit, now);
  }
  await suppressReported(tx, events.flatMap(suppressionsOf), now);
  await markApplied(tx, events, now);
  return events;
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

function empty(editionId: string, subscriberId: string): DeliveryFeedback {
  return {
    editionId,
    subscriberId,
    providerId: null,
    isAccepted: false,
    outcome: null,
    outcomeAt: null,
    isDelivered: false,
    isEngaged: false,
  };
}

function add(so: DeliveryFeedback, { meaning, providerId, occurredAt }: ReadEvent): DeliveryFeedback {
  const outcome = weightierOutcome(so.outcome, meaning.outcome);
  return {
    ...so,
    providerId: so.providerId ?? providerId,
    isAccepted: so.isAccepted || meaning.isAccepted,
    outcome,
    outcomeAt: outcome === so.outcome ? so.outcomeAt : occurredAt,
    isDelivered: so.isDelivered || meaning.outcome === "delivered",
    isEngaged: so.isEngaged || meaning.isOpen || meaning.isClick,
  };
}

function suppressionsOf({ meaning, to, explanation }: ReadEvent): ReportedSuppression[] {
  const reason = meaning.suppression;
  if (reason === null) return [];
  return to.flatMap((text) => {
    const parsed = parseAddress(bareAddress(text));
    if (parsed.kind !== "address") return [];
    const { email, addressHash } = parsed.address;
    return { addressHash, email, reason, explanation };
  });
}

/** `Name <address>` and `address` are both how a provider names a recipient. */
function bareAddress(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
}
