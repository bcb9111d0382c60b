import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { parseAddress } from "../../subscribers/address.ts";
import { insertSuppression } from "../../subscribers/store.ts";
import { tripBreakers } from "../breaker.ts";
import { type EventMeaning, meaningOf, weightierOutcome } from "./outcome.ts";
import {
  applyFeedback,
  closeSettledBatches,
  type DeliveryFeedback,
  lockWaitingEvents,
  markApplied,
  type StoredEvent,
} from "./store.ts";

const eventsAtOnce = 500;

const detailsSchema = z.object({
  data: z.object({
    to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]),
    bounce: z
      .object({ type: z.string().optional(), subType: z.string().optional() })
      .optional()
      .catch(undefined),
  }),
});

type ReadEvent = StoredEvent & { meaning: EventMeaning; to: string[]; explanation: string | null };

/**
 * Applies the webhook events that were stored: settles deliveries, notes outcomes, suppresses addresses
 * after a permanent bounce or a complaint, and pauses an edition that draws too many of them. In any order
 * and repeated, the end is the same.
 *
 * @returns how many events were applied.
 */
export async function applyEvents(ctx: Context): Promise<{ applied: number }> {
  let applied = 0;
  for (;;) {
    const events = await ctx.db.transaction((tx) => applySome(tx, ctx.clock.now()));
    applied += events.length;
    if (events.some(({ meaning }) => meaning.suppression !== null)) await tripBreakers(ctx, ctx.clock.now());
    if (events.length < eventsAtOnce) return { applied };
  }
}

async function applySome(tx: Database, now: Date): Promise<ReadEvent[]> {
  const events = (await lockWaitingEvents(tx, eventsAtOnce)).map(readEvent);
  if (events.length === 0) return events;
  const feedback = summarise(events);
  if (feedback.length > 0) {
    await applyFeedback(tx, feedback, now);
    await closeSettledBatches(tx, [...new Set(feedback.map((one) => one.editionId))], now);
  }
  for (const event of events) await suppressNamed(tx, event, now);
  await markApplied(
    tx,
    events.map((event) => event.id),
    now,
  );
  return events;
}

function readEvent(event: StoredEvent): ReadEvent {
  const details = detailsSchema.safeParse(event.payload);
  const { to, bounce } = details.success ? details.data.data : { to: [], bounce: undefined };
  const explanation = bounce ? [bounce.type, bounce.subType].filter(Boolean).join(" ") : null;
  return { ...event, meaning: meaningOf(event.type, bounce?.type ?? null), to, explanation };
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
    openedAt: null,
    clickedAt: null,
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
    openedAt: meaning.isOpen ? earlier(so.openedAt, occurredAt) : so.openedAt,
    clickedAt: meaning.isClick ? earlier(so.clickedAt, occurredAt) : so.clickedAt,
  };
}

function earlier(a: Date | null, b: Date): Date {
  return a !== null && a <= b ? a : b;
}

async function suppressNamed(tx: Database, event: ReadEvent, now: Date): Promise<void> {
  const reason = event.meaning.suppression;
  if (reason === null) return;
  for (const text of event.to) {
    const parsed = parseAddress(bareAddress(text));
    if (parsed.kind !== "address") continue;
    const { email, addressHash } = parsed.address;
    await insertSuppression(tx, {
      addressHash,
      email,
      reason,
      explanation: event.explanation,
      createdAt: now,
    });
  }
}

/** `Name <address>` and `address` are both how a provider names a recipient. */
function bareAddress(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
}
