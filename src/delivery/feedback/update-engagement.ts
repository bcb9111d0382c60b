import type { Database } from "../../db/client.ts";
import type { DeliveryFeedback } from "../ledger/feedback-store.ts";
import { judgeEngagement } from "./engagement.ts";
import { type EngagementUpdate, type EventMark, listEngagementMarks, saveEngagement } from "./marks-store.ts";
import { engagementMark } from "./read-event.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * Judges anew who opened and clicked, from all events that are kept of each delivery that feedback touched:
 * what tells a machine, such as the time of delivery or a third link, may come after the open itself.
 *
 * @param keptDays how long events are kept, 0 for ever. Of deliveries so old that some may be gone, what was
 *   judged before stays.
 */
export async function updateEngagement(
  tx: Database,
  feedback: DeliveryFeedback[],
  keptDays: number,
  now: Date,
): Promise<void> {
  const byDelivery = new Map<string, EventMark[]>();
  for (const mark of await listEngagementMarks(tx, feedback)) {
    const key = `${mark.editionId} ${mark.subscriberId}`;
    byDelivery.set(key, [...(byDelivery.get(key) ?? []), mark]);
  }
  const wholeSince = keptDays === 0 ? new Date(0) : new Date(now.getTime() - keptDays * dayMs);
  await saveEngagement(tx, [...byDelivery.values()].flatMap(judge), wholeSince);
}

function judge(events: EventMark[]): EngagementUpdate[] {
  const [first] = events;
  if (!first) return [];
  const delivered = events.filter(({ type }) => type === "email.delivered");
  const [deliveredAt = null] = delivered.map(({ occurredAt }) => occurredAt);
  const marks = events.filter(({ type }) => type !== "email.delivered").map(engagementMark);
  const { editionId, subscriberId } = first;
  return [{ editionId, subscriberId, ...judgeEngagement(marks, deliveredAt) }];
}
