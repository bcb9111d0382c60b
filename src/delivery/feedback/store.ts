import { sql } from "drizzle-orm";
import { holdsAnyOf } from "../../addresses/spellings.ts";
import type { Database } from "../../db/client.ts";
import { reasonWeights } from "../../subscribers/store.ts";
import { type AddressKeys, suppressionNames } from "../../subscribers/suppressions/address-keys.ts";
import { keyRows, suppressionsOf } from "../../subscribers/suppressions/keyed-suppressions.ts";
import { sqlArray } from "../ledger/store.ts";
import { outcomes, providerEvents } from "../tables.ts";
import type { Engagement } from "./engagement.ts";
import { receivedType } from "./inbound/received-event.ts";
import type { Outcome } from "./outcome.ts";
import type { KeptPayload } from "./reduce-event.ts";

export type StoredEvent = typeof providerEvents.$inferSelect;

export type NewEvent = Omit<StoredEvent, "appliedAt" | "note">;

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
  events: ({ id: string; note: string | null } & KeptPayload)[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update provider_events e set applied_at = ${now}, note = x.note, payload = x.payload, payload_form = x.payload_form
    from unnest(${sqlArray(events.map(({ note }) => note))}::text[], ${payloadColumns(events)}
    ) as x(note, id, payload, payload_form)
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

/** What is noted of an event that names no delivery, by its tags or by an id that is known. */
export const lostNote = "it names no delivery that is known";

/** What is noted of such an event while it waits to be applied to its delivery; its address has been judged. */
export const recalledNote = "its delivery is known now";

/** Lets events wait again that named no delivery when they were applied, came after an instant, and name one now. */
export async function recallLostEvents(db: Database, receivedAfter: Date): Promise<void> {
  await db.execute(sql`
    update provider_events set applied_at = null, note = ${recalledNote} where id in (
      select e.id from provider_events e join deliveries d on d.provider_id = e.provider_id
      where e.note = ${lostNote} and e.received_at > ${receivedAfter} for update of e skip locked)`);
}

// --- whose mail it was --------------------------------------------------------

/** What is noted of a bounce or complaint of which nobody knows yet whether it tells of a mail of ours. */
export const undecidedNote = "nobody knows yet whose mail it tells of";

/** What is noted of a bounce or complaint of a mail that another program sent through the same account. */
export const foreignNote = "of a mail that another program sent";

/** What is noted of signed JSON that is no event. */
export const unreadableNote = "it is no event: it has no type";

/** Which single mails these mails of the provider are: the recipient of each. */
export async function findNoticesByProviderId(
  db: Database,
  providerIds: string[],
): Promise<Map<string, string>> {
  if (providerIds.length === 0) return new Map();
  const { rows } = await db.execute<{ providerId: string; recipient: string }>(sql`
    select provider_id as "providerId", recipient from notices
    where provider_id = any(${sqlArray(providerIds)}::text[])`);
  return new Map(rows.map(({ providerId, recipient }) => [providerId, recipient]));
}

/** The addresses of subscribers, by their ids; who was erased is not among them. */
export async function findAddresses(db: Database, subscriberIds: string[]): Promise<Map<string, string>> {
  if (subscriberIds.length === 0) return new Map();
  const { rows } = await db.execute<{ id: string; email: string }>(sql`
    select id, email from subscribers where id = any(${sqlArray(subscriberIds)}::uuid[])`);
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** How long after a mail an event may tell of it. */
const tellingDays = 30;

/**
 * Those of these addresses to which a mail of ours may have gone, in the month before an instant, of which the
 * provider's id is not known: an event without tags may well be of it.
 *
 * @returns the ids under which they were asked for.
 */
export async function findDoubtfulRecipients(
  db: Database,
  asked: { id: string; addressHash: string; at: Date }[],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    select a.id from unnest(${sqlArray(asked.map((one) => one.id))}::text[],
      ${sqlArray(asked.map((one) => one.addressHash))}::text[],
      ${sqlArray(asked.map((one) => one.at.toISOString()))}::timestamptz[]) as a(id, address_hash, at)
    join subscribers s on s.address_hash = a.address_hash
    where exists (select from deliveries d where d.subscriber_id = s.id and d.provider_id is null
        and d.state in ('sealed', 'uncertain', 'submitted', 'failed')
        and d.due_at between a.at - make_interval(days => ${tellingDays}) and a.at + interval '1 day')
      or exists (select from notices n where n.subscriber_id = s.id and n.provider_id is null
        and n.state in ('sealed', 'uncertain')
        and n.created_at between a.at - make_interval(days => ${tellingDays}) and a.at + interval '1 day')`);
  return new Set(rows.map(({ id }) => id));
}

/** Lets undecided events wait again, as if they were new, whose mail a delivery or a single mail names by now. */
export async function recallUndecided(db: Database): Promise<void> {
  await db.execute(sql`
    update provider_events set applied_at = null, note = null where id in (
      select e.id from provider_events e where e.note = ${undecidedNote}
        and (exists (select from deliveries d where d.provider_id = e.provider_id)
          or exists (select from notices n where n.provider_id = e.provider_id))
      for update of e skip locked)`);
}

/** Undecided events that came at an instant or before, the oldest first. */
export async function expiredUndecided(
  db: Database,
  receivedUntil: Date,
  limit: number,
): Promise<StoredEvent[]> {
  return db
    .select()
    .from(providerEvents)
    .where(sql`note = ${undecidedNote} and received_at <= ${receivedUntil}`)
    .orderBy(providerEvents.receivedAt)
    .limit(limit);
}

/** `ours` names the delivery when the provider's record does: the event then waits to be applied to it. */
export type Verdict =
  | { kind: "foreign" }
  | { kind: "ours"; editionId: string | null; subscriberId: string | null };

/** Writes down whose mail an undecided event tells of. Safe to repeat. */
export async function noteVerdict(db: Database, id: string, verdict: Verdict): Promise<void> {
  if (verdict.kind === "foreign") {
    await db.execute(sql`
      update provider_events set note = ${foreignNote} where id = ${id} and note = ${undecidedNote}`);
    return;
  }
  const { editionId, subscriberId } = verdict;
  const isDelivery = editionId !== null && subscriberId !== null;
  await db.execute(sql`
    update provider_events set edition_id = ${editionId}, subscriber_id = ${subscriberId}::uuid,
      applied_at = case when ${isDelivery} then null else applied_at end,
      note = case when ${isDelivery} then ${recalledNote} end
    where id = ${id} and note = ${undecidedNote}`);
}

/** What the events of one delivery say together. */
export type DeliveryFeedback = {
  editionId: string;
  subscriberId: string;
  providerId: string | null;
  isAccepted: boolean;
  outcome: Outcome | null;
  outcomeAt: Date | null;
  /** When the event came that told of the outcome. */
  heardAt: Date | null;
  /** Whether one of them tells of its delivery, whatever weighs more. */
  isDelivered: boolean;
  /** Whether it was opened or clicked, by whomever. */
  isEngaged: boolean;
};

/**
 * Adds feedback to deliveries. A delivery of which nobody knew whether it was accepted, or of which it was
 * believed that it was not, is submitted by any proof that it was. Weightier outcomes stay: any order ends
 * the same.
 */
export async function applyFeedback(tx: Database, feedback: DeliveryFeedback[], now: Date): Promise<void> {
  const column = <T>(read: (one: DeliveryFeedback) => T, write: (value: T) => string | null) =>
    sqlArray(feedback.map((one) => write(read(one))));
  const instant = (value: Date | null) => value?.toISOString() ?? null;
  const text = (value: string | null) => value;
  const weight = (name: string) =>
    sql`coalesce(array_position(${sqlArray([...outcomes])}::text[], ${sql.raw(name)}), 0)`;
  // Locking in one order keeps two workers from waiting for each other.
  await tx.execute(sql`
    with said as (
      select * from unnest(
        ${column((one) => one.editionId, text)}::text[], ${column((one) => one.subscriberId, text)}::uuid[],
        ${column((one) => one.providerId, text)}::text[], ${column((one) => String(one.isAccepted), text)}::boolean[],
        ${column((one) => one.outcome, text)}::text[], ${column((one) => one.outcomeAt, instant)}::timestamptz[]
      ) as s(edition_id, subscriber_id, provider_id, is_accepted, outcome, outcome_at)
    ), locked as materialized (
      select d.edition_id, d.subscriber_id from deliveries d join said s using (edition_id, subscriber_id)
      order by d.edition_id, d.subscriber_id for update of d
    )
    update deliveries d set
      state = case when s.is_accepted and d.state not in ('submitted', 'excluded') then 'submitted' else d.state end,
      reason = case when s.is_accepted and d.state not in ('submitted', 'excluded') then null else d.reason end,
      submitted_at = case when s.is_accepted and d.state not in ('submitted', 'excluded')
        then coalesce(d.submitted_at, ${now}) else d.submitted_at end,
      provider_id = coalesce(d.provider_id, s.provider_id),
      outcome = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome else d.outcome end,
      outcome_at = case when ${weight("s.outcome")} > ${weight("d.outcome")} then s.outcome_at else d.outcome_at end
    from said s join locked l using (edition_id, subscriber_id)
    where d.edition_id = s.edition_id and d.subscriber_id = s.subscriber_id`);
}

/** Closes uncertain batches of which feedback has settled every delivery. */
export async function closeSettledBatches(tx: Database, editionIds: string[], now: Date): Promise<void> {
  await tx.execute(sql`
    update batches b set state = 'settled', settled_at = ${now}, recipients = null
    where b.edition_id = any(${sqlArray(editionIds)}::text[]) and b.state = 'uncertain'
      and not exists (select 1 from deliveries d where d.batch_id = b.id and d.state in ('sealed', 'uncertain'))`);
}

// --- suppressions -----------------------------------------------------------

export type ReportedSuppression = {
  addressHash: string;
  /** Null when the event keeps only the hash. */
  email: string | null;
  reason: "bounce" | "complaint" | "provider";
  explanation: string | null;
};

/**
 * Suppresses the addresses that events named; of two reports the weightier stays. The address itself is kept
 * of a subscriber only, so that late news of somebody who was erased does not bring theirs back. Repeated and
 * in any order, the end is the same.
 */
export async function suppressReported(
  tx: Database,
  keys: AddressKeys,
  reported: ReportedSuppression[],
  now: Date,
): Promise<void> {
  if (reported.length === 0) return;
  const weightOf = ({ reason }: ReportedSuppression) => reasonWeights.indexOf(reason);
  const heaviest = new Map(
    reported.toSorted((a, b) => weightOf(a) - weightOf(b)).map((one) => [one.addressHash, one]),
  );
  const rows = [...heaviest.values()].toSorted((a, b) => (a.addressHash < b.addressHash ? -1 : 1));
  const weight = (reason: string) =>
    sql`array_position(${sqlArray(reasonWeights)}::text[], ${sql.raw(reason)})`;
  const keyed = rows.map((one) => suppressionNames(keys, one.addressHash).keyedHash);
  await tx.execute(sql`
    insert into suppressions as x (address_hash, key_id, keyed_hash, email, reason, explanation, created_at)
    select g.address_hash, ${keys.current.id}, g.keyed_hash,
      case when exists (select from subscribers s where s.address_hash = g.address_hash) then g.email end,
      g.reason, g.explanation, ${now}::timestamptz
    from unnest(${sqlArray(rows.map((one) => one.addressHash))}::text[], ${sqlArray(keyed)}::text[],
      ${sqlArray(rows.map((one) => one.email))}::text[], ${sqlArray(rows.map((one) => one.reason))}::text[],
      ${sqlArray(rows.map((one) => one.explanation))}::text[]) as g(address_hash, keyed_hash, email, reason, explanation)
    on conflict (address_hash) do update set reason = excluded.reason, explanation = excluded.explanation,
      wish = case when x.reason in ('left', 'erased') then x.reason else x.wish end
    where ${weight("excluded.reason")} > ${weight("x.reason")} or x.explanation = ${transientExplanation}`);
}

// --- opens and clicks -------------------------------------------------------

/** A delivery, open or click event of one delivery; `details` is what lies under `data.open` or `data.click`. */
export type EventMark = {
  editionId: string;
  subscriberId: string;
  type: string;
  occurredAt: Date;
  details: unknown;
};

export type EngagementUpdate = { editionId: string; subscriberId: string } & Engagement;

/** A mail that was passed on is opened by many; the first say enough. */
const mostMarks = 200;

/** The events, in their order, that tell who opened those of these deliveries that were opened or clicked at all. */
export async function readMarks(tx: Database, feedback: DeliveryFeedback[]): Promise<EventMark[]> {
  const told = feedback.filter((one) => one.isEngaged || one.isDelivered);
  if (told.length === 0) return [];
  const { rows } = await tx.execute<Omit<EventMark, "occurredAt"> & { occurredAt: string }>(sql`
    with told as (
      select * from unnest(${sqlArray(told.map((one) => one.editionId))}::text[],
        ${sqlArray(told.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(told.map((one) => String(one.isEngaged)))}::boolean[]) as t(edition_id, subscriber_id, is_engaged)
    )
    select t.edition_id as "editionId", t.subscriber_id as "subscriberId", e.type, e.occurred_at as "occurredAt", e.details
    from told t join deliveries d using (edition_id, subscriber_id)
    cross join lateral (
      select v.type, v.occurred_at, coalesce(v.payload #> '{data,click}', v.payload #> '{data,open}') as details
      from provider_events v where v.edition_id = t.edition_id and v.subscriber_id = t.subscriber_id
        and v.type in ('email.delivered', 'email.opened', 'email.clicked')
      order by v.occurred_at, v.id limit ${mostMarks}
    ) e
    where t.is_engaged or coalesce(d.opened_at, d.clicked_at, d.machine_opened_at, d.machine_clicked_at) is not null`);
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
}

/** Keeps who opened and clicked; of deliveries from before `wholeSince` only adds to what was known. */
export async function saveEngagement(
  tx: Database,
  updates: EngagementUpdate[],
  wholeSince: Date,
): Promise<void> {
  if (updates.length === 0) return;
  const instants = (read: (one: EngagementUpdate) => Date | null) =>
    sql`${sqlArray(updates.map((one) => read(one)?.toISOString() ?? null))}::timestamptz[]`;
  const judged = (column: string) => {
    const [now, before] = [sql.raw(`u.${column}`), sql.raw(`d.${column}`)];
    return sql`case when d.submitted_at >= ${wholeSince} then ${now} else least(${now}, ${before}) end`;
  };
  await tx.execute(sql`
    update deliveries d set opened_at = ${judged("opened_at")}, clicked_at = ${judged("clicked_at")},
      machine_opened_at = ${judged("machine_opened_at")}, machine_clicked_at = ${judged("machine_clicked_at")}
    from unnest(${sqlArray(updates.map((one) => one.editionId))}::text[],
      ${sqlArray(updates.map((one) => one.subscriberId))}::uuid[],
      ${instants((one) => one.openedAt)}, ${instants((one) => one.clickedAt)},
      ${instants((one) => one.machineOpenedAt)}, ${instants((one) => one.machineClickedAt)}
    ) as u(edition_id, subscriber_id, opened_at, clicked_at, machine_opened_at, machine_clicked_at)
    where d.edition_id = u.edition_id and d.subscriber_id = u.subscriber_id`);
}

// --- transient bounces ------------------------------------------------------

/** How long a transient bounce counts. */
const transientWindowDays = 30;

/** By which a suppression for transient bounces is told from one for a permanent bounce. */
const transientExplanation = "too many transient bounces without a delivery between them";

/**
 * Suppresses addresses whose last mails all came back for a while: `limit` transient bounces within 30 days
 * before the latest, none delivered between them; 0 never suppresses. Judged from the ledger, so late news
 * of a delivery takes the suppression back and any order of events ends the same.
 */
export async function judgeTransientBounces(
  tx: Database,
  keys: AddressKeys,
  feedback: DeliveryFeedback[],
  limit: number,
  now: Date,
): Promise<void> {
  const told = feedback.filter(({ outcome }) => outcome === "delivered" || outcome === "bounced-transient");
  if (limit === 0 || told.length === 0) return;
  const addressHashes = await findAddressHashes(
    tx,
    told.map((one) => one.subscriberId),
  );
  const { rows } = await tx.execute<{ hash: string }>(sql`
    with known as materialized (${suppressionsOf(keys, addressHashes)}),
    transient as (
      select k.owner, k.address_hash from known k join suppressions x using (address_hash)
      where x.explanation = ${transientExplanation}
    ), told as (
      select subscriber_id, bool_or(is_bounce) as is_bounce from unnest(
        ${sqlArray(told.map((one) => one.subscriberId))}::uuid[],
        ${sqlArray(told.map((one) => String(one.outcome === "bounced-transient")))}::boolean[]) as t(subscriber_id, is_bounce)
      group by subscriber_id
    ), judged as (
      select s.email, s.address_hash,
        exists (select from transient where owner = s.address_hash) as is_suppressed,
        (select count(*) from deliveries b
          where b.subscriber_id = s.id and b.outcome = 'bounced-transient' and b.outcome_at <= last.at
            and b.outcome_at > last.at - make_interval(days => ${transientWindowDays})
            and b.outcome_at > coalesce((select max(g.outcome_at) from deliveries g
              where g.subscriber_id = s.id and g.outcome = 'delivered' and g.outcome_at < last.at), '-infinity')
        ) >= ${limit} as is_too_many
      from told t join subscribers s on s.id = t.subscriber_id
      cross join lateral (select max(l.outcome_at) as at from deliveries l
        where l.subscriber_id = s.id and l.outcome = 'bounced-transient') last
      where t.is_bounce or exists (select from transient where owner = s.address_hash)
    ), lifted as (
      delete from suppressions x using transient t join judged j on j.address_hash = t.owner
      where x.address_hash = t.address_hash and not j.is_too_many
    )
    insert into suppressions (address_hash, email, reason, explanation, created_at)
    select address_hash, email, 'bounce', ${transientExplanation}, ${now} from judged
    where is_too_many and not exists (select from known where owner = judged.address_hash)
    on conflict (address_hash) do nothing returning address_hash as hash`);
  await keyRows(
    tx,
    keys,
    rows.map(({ hash }) => hash),
  );
}

async function findAddressHashes(db: Database, subscriberIds: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ hash: string }>(sql`
    select distinct address_hash as hash from subscribers where id = any(${sqlArray(subscriberIds)}::uuid[])`);
  return rows.map(({ hash }) => hash);
}

// --- replay -----------------------------------------------------------------

/** Which deliveries these mails of the provider are. */
export async function findDeliveriesByProviderId(
  db: Database,
  providerIds: string[],
): Promise<Map<string, { editionId: string; subscriberId: string }>> {
  if (providerIds.length === 0) return new Map();
  const { rows } = await db.execute<{ providerId: string; editionId: string; subscriberId: string }>(sql`
    select provider_id as "providerId", edition_id as "editionId", subscriber_id as "subscriberId"
    from deliveries where provider_id = any(${sqlArray(providerIds)}::text[])`);
  return new Map(rows.map(({ providerId, ...delivery }) => [providerId, delivery]));
}

/** The ids of those whose like is kept under another id: same delivery, type and instant. */
export async function knownEvents(db: Database, events: NewEvent[]): Promise<Set<string>> {
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
