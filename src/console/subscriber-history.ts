import { desc, eq, sql } from "drizzle-orm";
import { parseAddress } from "../addresses/address.ts";
import type { Database } from "../db/client.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import { type NoticeReason, notices } from "../notices/tables.ts";
import type { Consent } from "../subscribers/consents-store.ts";
import { findIdleReader, type IdleReader } from "../subscribers/idle-readers-store.ts";
import { findSubscriberByKey, type Subscriber } from "../subscribers/store.ts";
import type { AddressKeys } from "../subscribers/suppressions/address-keys.ts";
import { findSuppression, type Suppression } from "../subscribers/suppressions/store.ts";
import { consents } from "../subscribers/tables.ts";
import { countReaderMarks, type MarkKind } from "../taste/marks-store.ts";
import { type DeliveryLine, pageDeliveries } from "./ledger-pages.ts";

/** Why a single mail waits, failed or is uncertain. */
type NoticeWords = { code: NoticeReason; words: string };

export type SubscriberHistory = {
  subscriber: Subscriber;
  suppression: Suppression | null;
  consents: Consent[];
  /** Single mails to them: confirmations, links. */
  notices: { id: string; kind: string; state: string; reason: NoticeWords | null; createdAt: Date }[];
  /** That they were asked whether they still read, while no sign of it came; else null. */
  idle: IdleReader | null;
  /** How often they used each button on papers; on which is theirs to know. */
  marks: Record<MarkKind, number>;
  deliveries: DeliveryLine[];
  events: { id: string; type: string; editionId: string | null; occurredAt: Date }[];
};

const mostRows = 50;

/** All that is known of a subscriber: state, consents, what was sent, what was heard back; latest first. */
export async function gatherSubscriberHistory(
  db: Database,
  keys: AddressKeys,
  subscriber: Subscriber,
): Promise<SubscriberHistory> {
  const { id } = subscriber;
  return {
    subscriber,
    suppression: await findSuppression(db, keys, subscriber.addressHash),
    consents: await db
      .select()
      .from(consents)
      .where(eq(consents.subscriberId, id))
      .orderBy(desc(consents.at), desc(consents.id)),
    notices: await listNoticesOf(db, id),
    idle: await findIdleReader(db, id),
    marks: await countReaderMarks(db, id),
    deliveries: (await pageDeliveries(db, { subscriberId: id }, 1)).rows,
    events: await listEventsOf(db, id),
  };
}

async function listNoticesOf(db: Database, subscriberId: string): Promise<SubscriberHistory["notices"]> {
  const { id, kind, state, reasonCode, reason, createdAt } = notices;
  const rows = await db
    .select({ id, kind, state, code: reasonCode, text: reason, createdAt })
    .from(notices)
    .where(eq(notices.subscriberId, subscriberId))
    .orderBy(desc(createdAt))
    .limit(mostRows);
  return rows.map(({ code, text, ...row }) => ({
    ...row,
    reason: text === null ? null : { code: code ?? "other", words: troubleWords(code, text) },
  }));
}

export type FoundSubscriber =
  | { kind: "subscriber"; subscriber: Subscriber }
  /** Nobody subscribes with the address; it may be suppressed all the same. */
  | { kind: "none"; suppression: Suppression | null }
  | { kind: "refused"; reason: string };

/** The subscriber with an address, in whatever case it is written; else whether it is suppressed. */
export async function findByAddress(db: Database, keys: AddressKeys, text: string): Promise<FoundSubscriber> {
  const parsed = parseAddress(text);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `The address is not usable: ${parsed.reason}.` };
  const subscriber = await findSubscriberByKey(db, parsed.address.emailKey);
  if (subscriber) return { kind: "subscriber", subscriber };
  return { kind: "none", suppression: await findSuppression(db, keys, parsed.address.addressHash) };
}

async function listEventsOf(db: Database, subscriberId: string): Promise<SubscriberHistory["events"]> {
  // Through the deliveries, and retired editions, which have none: events are found by edition and subscriber together.
  const { rows } = await db.execute<{
    id: string;
    type: string;
    editionId: string | null;
    occurredAt: string;
  }>(sql`
    select e.id, e.type, e.edition_id as "editionId", e.occurred_at as "occurredAt"
    from (select edition_id from deliveries where subscriber_id = ${subscriberId}
      union select edition_id from counted_editions where retiring_since is not null) d
    join provider_events e on e.edition_id = d.edition_id and e.subscriber_id = ${subscriberId}
    order by e.occurred_at desc limit ${mostRows}`);
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
}
