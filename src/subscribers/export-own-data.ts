import type { Context } from "../context.ts";
import { readOwnData, type Subscriber } from "./store.ts";

/** All that is kept about one reader, as JSON-safe values in the reader's own terms. */
export async function exportOwnData(ctx: Context, subscriber: Subscriber) {
  const { id: _id, emailKey: _key, addressHash: _hash, ...kept } = subscriber;
  const data = await readOwnData(ctx.db, subscriber);
  return {
    exportedAt: ctx.clock.now(),
    subscriber: kept,
    consents: data.consents.map(({ id: _, subscriberId: __, ...consent }) => consent),
    suppression: data.suppression && {
      reason: data.suppression.reason,
      explanation: data.suppression.explanation,
      createdAt: data.suppression.createdAt,
    },
    deliveries: data.deliveries.map(({ subscriberId: _, batchId: __, ...delivery }) => delivery),
    otherMails: data.notices,
    providerEvents: data.events,
    localMailbox: data.mailbox,
  };
}
