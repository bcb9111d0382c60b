import { and, asc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { holdsAnyOf, spellingsOf } from "../addresses/spellings.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { listWaits } from "../delivery/ledger/warm-up-store.ts";
import { deliveries, outboxMails, providerEvents, quietMails } from "../delivery/tables.ts";
import { notices } from "../notices/tables.ts";
import { listFormerAddresses } from "../subscribers/address-changes-store.ts";
import { findIdleReader } from "../subscribers/idle-readers-store.ts";
import { findPersonalFeed } from "../subscribers/personal-feeds-store.ts";
import type { Subscriber } from "../subscribers/store.ts";
import type { AddressKeys } from "../subscribers/suppressions/address-keys.ts";
import { findSuppression } from "../subscribers/suppressions/store.ts";
import { addressChanges, consents, subscribers } from "../subscribers/tables.ts";

/** Everything that is kept about one subscriber, in the order in which it happened. */
export async function gatherOwnData(db: Database, keys: AddressKeys, subscriber: Subscriber) {
  const { id, addressHash } = subscriber;
  const named = await namesOf(db, subscriber);
  return {
    addressChanges: await db
      .select()
      .from(addressChanges)
      .where(eq(addressChanges.subscriberId, id))
      .orderBy(asc(addressChanges.requestedAt)),
    consents: await db.select().from(consents).where(eq(consents.subscriberId, id)).orderBy(asc(consents.id)),
    suppression: await findSuppression(db, keys, addressHash),
    idle: await findIdleReader(db, id),
    feed: await findPersonalFeed(db, id),
    waitsSince: (await listWaits(db, [id])).get(id) ?? null,
    deliveries: await db
      .select()
      .from(deliveries)
      .where(eq(deliveries.subscriberId, id))
      .orderBy(asc(deliveries.dueAt)),
    remembered: (
      await db.execute<{ editionId: string; papers: string[] }>(sql`
        select s.edition_id as "editionId",
          array(select n.paper_id from paper_numbers n where n.number = any(s.papers) order by 1) as papers
        from deliveries d join shown_papers s using (edition_id, subscriber_id)
        where d.subscriber_id = ${id} order by d.due_at`)
    ).rows,
    quietMails: await db
      .select({ editionId: quietMails.editionId, endedBy: quietMails.endedBy })
      .from(quietMails)
      .where(eq(quietMails.subscriberId, id))
      .orderBy(asc(quietMails.editionId)),
    notices: await db
      .select({
        kind: notices.kind,
        state: notices.state,
        recipient: notices.recipient,
        props: notices.props,
        providerId: notices.providerId,
        reasonCode: notices.reasonCode,
        reason: notices.reason,
        createdAt: notices.createdAt,
        sentAt: notices.settledAt,
      })
      .from(notices)
      .where(eq(notices.subscriberId, id))
      .orderBy(asc(notices.createdAt)),
    events: await db
      .select({
        id: providerEvents.id,
        type: providerEvents.type,
        editionId: providerEvents.editionId,
        providerId: providerEvents.providerId,
        occurredAt: providerEvents.occurredAt,
        receivedAt: providerEvents.receivedAt,
        payload: providerEvents.payload,
        noteCode: providerEvents.noteCode,
        note: providerEvents.note,
      })
      .from(providerEvents)
      .where(isEventOf(named))
      .orderBy(asc(providerEvents.occurredAt)),
    mailbox: await db
      .select({
        recipient: outboxMails.recipient,
        subject: outboxMails.subject,
        text: outboxMails.text,
        html: outboxMails.html,
        headers: outboxMails.headers,
        acceptedAt: outboxMails.acceptedAt,
      })
      .from(outboxMails)
      .where(isMailTo(named))
      .orderBy(asc(outboxMails.acceptedAt)),
  };
}

/**
 * Removes a subscriber and all that names them: consents and notices go with the row, events that were applied
 * lose their payload, the others when they are applied; kept mails and alerts that were mailed to them go. Deliveries stay as counts under an id that leads nowhere, without what their mails
 * showed, since that tells what the reader follows; a trigger lets what is remembered of that (`shown_papers`) go with
 * it.
 */
export async function deleteSubscriber(tx: Database, subscriber: Subscriber): Promise<void> {
  const named = await namesOf(tx, subscriber);
  await tx
    .update(providerEvents)
    .set({ payload: {}, providerId: null, payloadForm: "reduced" })
    .where(and(eq(providerEvents.subscriberId, subscriber.id), isNotNull(providerEvents.appliedAt)));
  await tx.update(deliveries).set({ choice: null }).where(eq(deliveries.subscriberId, subscriber.id));
  await tx.delete(quietMails).where(eq(quietMails.subscriberId, subscriber.id));
  await tx.delete(outboxMails).where(isMailTo(named));
  await tx.delete(notices).where(or(eq(notices.subscriberId, subscriber.id), isTo(notices.recipient, named)));
  // Another reader may have asked to be mailed at this address.
  await tx.delete(addressChanges).where(eq(addressChanges.emailKey, subscriber.emailKey));
  await tx.delete(subscribers).where(eq(subscribers.id, subscriber.id));
}

/** Whom mails and events are about: a subscriber, with the addresses that they had of late. */
type Named = { id: string; emails: string[]; spellings: string[]; hashes: string[] };

async function namesOf(db: Database, subscriber: Subscriber): Promise<Named> {
  const addresses = [subscriber, ...(await listFormerAddresses(db, subscriber.id))];
  return {
    id: subscriber.id,
    emails: addresses.map(({ email }) => email),
    spellings: addresses.flatMap(spellingsOf),
    hashes: addresses.map(({ addressHash }) => addressHash),
  };
}

/** Of their digests and single mails, and what names their address and is not reduced yet. */
function isEventOf({ id, spellings, hashes }: Named): SQL | undefined {
  const patterns = sqlArray(holdsAnyOf([...spellings, ...hashes]));
  return or(
    eq(providerEvents.subscriberId, id),
    sql`${providerEvents.providerId} in (select n.provider_id from notices n where n.subscriber_id = ${id})`,
    sql`${providerEvents.payloadForm} <> 'reduced' and lower(${providerEvents.payload}::text) like any(${patterns}::text[])`,
  );
}

function isMailTo(named: Named): SQL | undefined {
  return or(isTo(outboxMails.recipient, named), sql`${outboxMails.tags} ->> 'subscriber' = ${named.id}`);
}

function isTo(recipient: PgColumn, { emails, spellings }: Named): SQL | undefined {
  return or(inArray(recipient, emails), sql`lower(${recipient}) = any(${sqlArray(spellings)}::text[])`);
}
