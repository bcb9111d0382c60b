import { sql } from "drizzle-orm";
import { holdsAnyOf } from "../../addresses/spellings.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import type { EventNote } from "../codes.ts";
import { deliveriesOfMail } from "../ledger/mail-hashes-store.ts";
import { providerEvents } from "../tables.ts";
import { receivedType } from "./inbound/received-event.ts";
import type { KeptPayload, NewEvent, StoredEvent } from "./stored-event.ts";

/** Keeps an event under its id; false when it was there. */
export async function insertEvent(db: Database, event: NewEvent): Promise<boolean> {
  return (await insertEvents(db, [event])).size === 1;
}

/** Keeps events under their ids; returns the ids that were not there. */
export async function insertEvents(db: Database, events: NewEvent[]): Promise<Set<string>> {
  const column = (read: (event: NewEvent) => string | null) => sqlArray(events.map(read));
  const { rows } = await db.execute<{ id: string }>(sql`
    insert into provider_events (id, type, edition_id, subscriber_id, provider_id, occurred_at, received_at, payload,
      payload_form)
    select * from unnest(${column((one) => one.id)}::text[], ${column((one) => one.type)}::text[],
      ${column((one) => one.editionId)}::text[], ${column((one) => one.subscriberId)}::uuid[],
      ${column((one) => one.providerId)}::text[], ${column((one) => one.occurredAt.toISOString())}::timestamptz[],
      ${column((one) => one.receivedAt.toISOString())}::timestamptz[], ${column((one) => JSON.stringify(one.payload))}::jsonb[],
      ${column((one) => one.payloadForm)}::text[])
    on conflict (id) do nothing returning id`);
  return new Set(rows.map(({ id }) => id));
}

/** Events that wait to be applied, but for mails that came in, locked; another worker's are passed over. */
export async function lockWaitingEvents(tx: Database, limit: number): Promise<StoredEvent[]> {
  return tx
    .select()
    .from(providerEvents)
    .where(sql`applied_at is null and type <> ${receivedType}`)
    .orderBy(providerEvents.receivedAt)
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** Writes down which deliveries events are of that did not name them. */
export async function keepPlaces(tx: Database, events: StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(sql`
    update provider_events e set edition_id = x.edition_id, subscriber_id = x.subscriber_id
    from unnest(${sqlArray(events.map(({ id }) => id))}::text[], ${sqlArray(events.map((one) => one.editionId))}::text[],
      ${sqlArray(events.map((one) => one.subscriberId))}::uuid[]) as x(id, edition_id, subscriber_id)
    where e.id = x.id`);
}

/** Notes that events were applied, and what is odd about them, and keeps what is left of each. */
export async function markApplied(
  tx: Database,
  events: ({ id: string; note: EventNote | null } & KeptPayload)[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update provider_events e set applied_at = ${now}, note_code = x.note_code, note = x.note,
      payload = x.payload, payload_form = x.payload_form
    from unnest(${sqlArray(events.map(({ note }) => note))}::text[],
      ${sqlArray(events.map(({ note }) => note && noteOfBefore(note)))}::text[], ${payloadColumns(events)}
    ) as x(note_code, note, id, payload, payload_form)
    where e.id = x.id`);
}

type PayloadChange = { id: string } & KeptPayload;

function payloadColumns(changes: PayloadChange[]) {
  return sql`${sqlArray(changes.map(({ id }) => id))}::text[],
    ${sqlArray(changes.map(({ payload }) => JSON.stringify(payload)))}::jsonb[],
    ${sqlArray(changes.map(({ payloadForm }) => payloadForm))}::text[]`;
}

/** Keeps of events, which the caller has locked, only this. */
export async function keepPayloads(tx: Database, changes: PayloadChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(sql`
    update provider_events e set payload = x.payload, payload_form = x.payload_form
    from unnest(${payloadColumns(changes)}) as x(id, payload, payload_form) where e.id = x.id`);
}

/** Events that were applied and hold more than is to be kept of them, locked; another worker's are passed over. */
export async function lockUnreducedEvents(
  tx: Database,
  recallableSince: Date,
  limit: number,
): Promise<StoredEvent[]> {
  return tx
    .select()
    .from(providerEvents)
    .where(sql`(payload_form = 'whole' and applied_at is not null)
      or (payload_form = 'hashed' and applied_at is not null and received_at <= ${recallableSince})`)
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** Events that are kept as they were received and hold one of these spellings, in lower case, locked. */
export async function lockEventsNaming(tx: Database, spellings: string[]): Promise<StoredEvent[]> {
  return tx
    .select()
    .from(providerEvents)
    .where(
      sql`payload_form = 'whole' and lower(payload::text) like any(${sqlArray(holdsAnyOf(spellings))}::text[])`,
    )
    .orderBy(providerEvents.id)
    .for("update");
}

/** What workers of the release before compare a note with; they only show the others. */
const comparedBefore: Partial<Record<EventNote, string>> = {
  lost: "it names no delivery that is known",
  recalled: "its delivery is known now",
  undecided: "nobody knows yet whose mail it tells of",
  "unknown-type": "a type that is not known",
};

/** A note as workers of the release before know it. */
export function noteOfBefore(note: EventNote): string {
  return comparedBefore[note] ?? note;
}

/** Lets events wait again that named no delivery when they were applied, came after an instant, and name one now. */
export async function recallLostEvents(db: Database, receivedAfter: Date): Promise<void> {
  await db.execute(sql`
    update provider_events set applied_at = null, note_code = 'recalled', note = ${noteOfBefore("recalled")} where id in (
      select e.id from provider_events e
      where e.note_code = 'lost' and e.received_at > ${receivedAfter}
        and exists (${deliveriesOfMail(sql`e.provider_id`)}) for update of e skip locked)`);
}

/** Makes undecided events wait again, as new ones do, once a delivery or a notice is known by the id of their mail. */
export async function recallUndecided(db: Database): Promise<void> {
  await db.execute(sql`
    update provider_events set applied_at = null, note_code = null, note = null where id in (
      select e.id from provider_events e where e.note_code = 'undecided'
        and (exists (${deliveriesOfMail(sql`e.provider_id`)})
          or exists (select from notices n where n.provider_id = e.provider_id))
      for update of e skip locked)`);
}

/** Undecided events that came at an instant or before, the oldest first. */
export async function listExpiredUndecided(
  db: Database,
  receivedUntil: Date,
  limit: number,
): Promise<StoredEvent[]> {
  return db
    .select()
    .from(providerEvents)
    .where(sql`note_code = 'undecided' and received_at <= ${receivedUntil}`)
    .orderBy(providerEvents.receivedAt)
    .limit(limit);
}

/** `ours` names the delivery when the provider's record does: the event then waits to be applied to it. */
export type OwnerVerdict =
  | { kind: "foreign" }
  | { kind: "ours"; editionId: string | null; subscriberId: string | null };

/** Writes down whose mail an undecided event tells of. Safe to repeat. */
export async function noteVerdict(db: Database, id: string, verdict: OwnerVerdict): Promise<void> {
  if (verdict.kind === "foreign") {
    await db.execute(sql`
      update provider_events set note_code = 'foreign', note = ${noteOfBefore("foreign")}
      where id = ${id} and note_code = 'undecided'`);
    return;
  }
  const { editionId, subscriberId } = verdict;
  const isDelivery = editionId !== null && subscriberId !== null;
  await db.execute(sql`
    update provider_events set edition_id = ${editionId}, subscriber_id = ${subscriberId}::uuid,
      applied_at = case when ${isDelivery} then null else applied_at end,
      note_code = case when ${isDelivery} then 'recalled' end,
      note = case when ${isDelivery} then ${noteOfBefore("recalled")} end
    where id = ${id} and note_code = 'undecided'`);
}

/** The ids of those events that are kept already under another id: same delivery, type and instant. */
export async function listKnownEventIds(db: Database, events: NewEvent[]): Promise<Set<string>> {
  const named = events.filter(({ editionId, subscriberId }) => editionId !== null && subscriberId !== null);
  if (named.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    select g.id from unnest(${sqlArray(named.map((one) => one.id))}::text[],
      ${sqlArray(named.map((one) => one.editionId))}::text[], ${sqlArray(named.map((one) => one.subscriberId))}::uuid[],
      ${sqlArray(named.map((one) => one.type))}::text[], ${sqlArray(named.map((one) => one.occurredAt.toISOString()))}::timestamptz[]
    ) as g(id, edition_id, subscriber_id, type, occurred_at)
    where exists (select from provider_events e where e.edition_id = g.edition_id
      and e.subscriber_id = g.subscriber_id and e.type = g.type and e.occurred_at = g.occurred_at)`);
  return new Set(rows.map(({ id }) => id));
}
