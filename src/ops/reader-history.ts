import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { consents, notices, suppressions } from "../db/schema.ts";
import { parseAddress } from "../subscribers/address.ts";
import {
  type Consent,
  findSubscriberByKey,
  type Subscriber,
  type Suppression,
} from "../subscribers/store.ts";
import { type DeliveryLine, pageDeliveries } from "./ledger-pages.ts";

export type ReaderHistory = {
  subscriber: Subscriber | null;
  suppression: Suppression | null;
  consents: Consent[];
  /** Single mails to them: confirmations, links. */
  notices: { id: string; kind: string; state: string; reason: string | null; createdAt: Date }[];
  deliveries: DeliveryLine[];
  events: { id: string; type: string; editionId: string | null; occurredAt: Date }[];
};

const mostRows = 50;

/**
 * All that is known of an address: state, consents, what was sent, what was heard back; latest first. Null
 * for a text that is no address; an address that nobody subscribes with may still be suppressed.
 */
export async function readerHistory(db: Database, text: string): Promise<ReaderHistory | null> {
  const parsed = parseAddress(text);
  if (parsed.kind === "refused") return null;
  const { emailKey, addressHash } = parsed.address;
  const subscriber = await findSubscriberByKey(db, emailKey);
  const [suppression = null] = await db
    .select()
    .from(suppressions)
    .where(eq(suppressions.addressHash, addressHash));
  if (!subscriber) return { subscriber, suppression, consents: [], notices: [], deliveries: [], events: [] };
  const { id } = subscriber;
  return {
    subscriber,
    suppression,
    consents: await db
      .select()
      .from(consents)
      .where(eq(consents.subscriberId, id))
      .orderBy(desc(consents.at)),
    notices: await db
      .select({
        id: notices.id,
        kind: notices.kind,
        state: notices.state,
        reason: notices.reason,
        createdAt: notices.createdAt,
      })
      .from(notices)
      .where(eq(notices.subscriberId, id))
      .orderBy(desc(notices.createdAt))
      .limit(mostRows),
    deliveries: (await pageDeliveries(db, { subscriberId: id }, 1)).rows,
    events: await eventsOf(db, id),
  };
}

async function eventsOf(db: Database, subscriberId: string): Promise<ReaderHistory["events"]> {
  // Through the deliveries: events are found by edition and subscriber together.
  const { rows } = await db.execute<{
    id: string;
    type: string;
    editionId: string | null;
    occurredAt: string;
  }>(sql`
    select e.id, e.type, e.edition_id as "editionId", e.occurred_at as "occurredAt"
    from deliveries d join provider_events e on e.edition_id = d.edition_id and e.subscriber_id = d.subscriber_id
    where d.subscriber_id = ${subscriberId} order by e.occurred_at desc limit ${mostRows}`);
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
}
