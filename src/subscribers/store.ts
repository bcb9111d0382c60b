import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  ilike,
  inArray,
  isNotNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Address } from "../addresses/address.ts";
import { holdsAnyOf, spellingsOf } from "../addresses/spellings.ts";
import type { Database } from "../db/client.ts";
import { deliveries, outboxMails, providerEvents } from "../delivery/tables.ts";
import { type noticeKinds, notices } from "../notices/tables.ts";
import type { Preferences } from "./preferences.ts";
import { type AddressKeys, type SuppressionNames, suppressionNames } from "./suppressions/address-keys.ts";
import {
  consents,
  ownWishes,
  type readerCadences,
  subscriberStates,
  subscribers,
  type suppressionReasons,
  suppressions,
  tryCounters,
} from "./tables.ts";

export type Subscriber = typeof subscribers.$inferSelect;
export type SubscriberState = (typeof subscriberStates)[number];
export type Suppression = typeof suppressions.$inferSelect;
export type SuppressionReason = (typeof suppressionReasons)[number];
export type NoticeKind = (typeof noticeKinds)[number];
export type Consent = typeof consents.$inferSelect;

/** The subscriber with this id, or null. */
export async function findSubscriber(db: Database, id: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.id, id));
  return row ?? null;
}

/** The subscriber with this normalised address, or null. */
export async function findSubscriberByKey(db: Database, emailKey: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.emailKey, emailKey));
  return row ?? null;
}

/** The subscriber of a hashed address, or null. */
export async function findSubscriberByHash(db: Database, addressHash: string): Promise<Subscriber | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.addressHash, addressHash));
  return row ?? null;
}

/** As `findSubscriber`, and holds the row until the transaction ends, so that two changes take turns. */
export async function lockSubscriber(tx: Database, id: string): Promise<Subscriber | null> {
  const [row] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for("update");
  return row ?? null;
}

export type NewSubscriber = {
  address: Address;
  state: "pending" | "active";
  source: string;
  preferences: Partial<Preferences>;
  now: Date;
};

/** The new row, or null when the address is known already. */
export async function insertSubscriber(db: Database, given: NewSubscriber): Promise<Subscriber | null> {
  const [row] = await db
    .insert(subscribers)
    .values({
      ...given.preferences,
      ...given.address,
      state: given.state,
      source: given.source,
      createdAt: given.now,
      updatedAt: given.now,
      confirmedAt: given.state === "active" ? given.now : null,
    })
    .onConflictDoNothing({ target: subscribers.emailKey })
    .returning();
  return row ?? null;
}

/** Changes a subscriber only while it is in one of the given states; null when it is in none of them. */
export async function changeSubscriber(
  db: Database,
  id: string,
  from: SubscriberState[],
  change: Partial<Omit<Subscriber, "id">> & { updatedAt: Date },
): Promise<Subscriber | null> {
  const [row] = await db
    .update(subscribers)
    .set(change)
    .where(and(eq(subscribers.id, id), inArray(subscribers.state, from)))
    .returning();
  return row ?? null;
}

/** Makes those active again whose pause ends on `today` (UTC) or ended before; returns how many. */
export async function endPauses(db: Database, today: string, now: Date): Promise<number> {
  const rows = await db
    .update(subscribers)
    .set({ state: "active", pausedUntil: null, updatedAt: now })
    .where(and(eq(subscribers.state, "paused"), lte(subscribers.pausedUntil, today)))
    .returning({ id: subscribers.id });
  return rows.length;
}

/** Removes those who never followed the mailed link; returns how many. */
export async function deletePendingBefore(db: Database, before: Date): Promise<number> {
  const rows = await db
    .delete(subscribers)
    .where(and(eq(subscribers.state, "pending"), lt(subscribers.createdAt, before)))
    .returning({ id: subscribers.id });
  return rows.length;
}

export type NewConsent = {
  subscriberId: string;
  action: string;
  source: string;
  wording: string;
  evidence?: unknown;
  at: Date;
};

/** Keeps what was agreed to or withdrawn. */
export async function insertConsent(db: Database, consent: NewConsent): Promise<void> {
  await db.insert(consents).values(consent);
}

// --- import, export, list ---------------------------------------------------

export type ImportRow = Address & {
  preferences: Partial<Preferences>;
  /** The day on which a pause ends, as `YYYY-MM-DD`; null for who is not paused. */
  pausedUntil: string | null;
};
export type ImportCounts = { imported: number; activated: number; suppressed: number };

/**
 * Adds up to some thousand subscribers in one statement, each `active`, or `paused` while its pause lasts, with
 * its consent; the suppressed are left out, the known stay as they are, except that a pending one is activated.
 */
export async function insertImported(
  db: Database,
  keys: AddressKeys,
  rows: ImportRow[],
  consent: { source: string; wording: string },
  now: Date,
): Promise<ImportCounts> {
  const at = now.toISOString();
  const today = at.slice(0, 10);
  const result = await db.execute<ImportCounts>(sql`
    with given as (${givenRows(keys, rows)}),
    allowed as (
      select *, case when paused_until > ${today}::date then paused_until end as pause,
        case when paused_until > ${today}::date then 'paused' else 'active' end as state
      from given where ${isNotSuppressed}
    ),
    fresh as (
      insert into subscribers (email, email_key, address_hash, state, paused_until, timezone, hour, cadence, topics, keywords,
        authors, max_papers, detail, muted_keywords, muted_authors, min_matches, wants_late_risers, source,
        created_at, confirmed_at, updated_at)
      select email, email_key, address_hash, state, pause, coalesce(timezone, 'UTC'), coalesce(hour, 7),
        coalesce(cadence, 'daily'), coalesce(topics, '{}'), coalesce(keywords, '{}'), coalesce(authors, '{}'),
        coalesce(max_papers, 10), coalesce(detail, 'summary'), coalesce(muted_keywords, '{}'),
        coalesce(muted_authors, '{}'), coalesce(min_matches, 1), coalesce(wants_late_risers, true), ${consent.source}, ${at}, ${at}, ${at}
      from allowed order by ordinality
      on conflict (email_key) do nothing
      returning id
    ),
    activated as (
      update subscribers s set state = a.state, paused_until = a.pause, confirmed_at = ${at}, updated_at = ${at}
      from (select distinct on (email_key) email_key, state, pause from allowed order by email_key, ordinality) a
      where s.state = 'pending' and s.email_key = a.email_key
      returning s.id
    ),
    consented as (
      insert into consents (subscriber_id, action, source, wording, at)
      select id, 'imported', ${consent.source}, ${consent.wording}, ${at}::timestamptz from fresh
      union all
      select id, 'imported', ${consent.source}, ${consent.wording}, ${at}::timestamptz from activated
    )
    select (select count(*) from fresh)::int as imported, (select count(*) from activated)::int as activated,
      (select count(*) from given)::int - (select count(*) from allowed)::int as suppressed`);
  return result.rows[0] ?? { imported: 0, activated: 0, suppressed: 0 };
}

/** Makes the tables against which a dry run tells repeated lines; they go with the transaction. */
export async function openImportRehearsal(tx: Database): Promise<void> {
  await tx.execute(
    sql`create temporary table import_rehearsal_leavers (address_hash text primary key) on commit drop`,
  );
  await tx.execute(sql`create temporary table import_rehearsal (email_key text primary key) on commit drop`);
}

/** What `insertImported` would count, without touching a subscriber. */
export async function rehearseImported(
  tx: Database,
  keys: AddressKeys,
  rows: ImportRow[],
): Promise<ImportCounts> {
  const result = await tx.execute<ImportCounts>(sql`
    with given as (${givenRows(keys, rows)}),
    allowed as (
      select * from given where ${isNotSuppressed}
        and not exists (select from import_rehearsal_leavers l where l.address_hash = given.address_hash)
    ),
    fresh as (
      insert into import_rehearsal select email_key from allowed on conflict do nothing returning email_key
    )
    select count(*) filter (where s.id is null)::int as imported,
      count(*) filter (where s.state = 'pending')::int as activated,
      (select count(*) from given)::int - (select count(*) from allowed)::int as suppressed
    from fresh left join subscribers s using (email_key)`);
  return result.rows[0] ?? { imported: 0, activated: 0, suppressed: 0 };
}

/** Of a row of `given`. */
const isNotSuppressed =
  sql.raw(`not exists (select from suppressions s where s.address_hash = given.address_hash)
  and not exists (select from suppressions s where s.keyed_hash = any(given.keyed_hashes))`);

/** One parameter whatever the number of rows; the first of two lines with the same address counts. */
function givenRows(keys: AddressKeys, rows: ImportRow[]): SQL {
  const payload = JSON.stringify(
    rows.map(({ email, emailKey, addressHash, preferences, pausedUntil }) => ({
      email,
      email_key: emailKey,
      address_hash: addressHash,
      keyed_hashes: suppressionNames(keys, addressHash).keyedHashes,
      paused_until: pausedUntil,
      timezone: preferences.timezone,
      hour: preferences.hour,
      cadence: preferences.cadence,
      topics: preferences.topics,
      keywords: preferences.keywords,
      authors: preferences.authors,
      max_papers: preferences.maxPapers,
      detail: preferences.detail,
      muted_keywords: preferences.mutedKeywords,
      muted_authors: preferences.mutedAuthors,
      min_matches: preferences.minMatches,
      wants_late_risers: preferences.wantsLateRisers,
    })),
  );
  return sql`select * from rows from (jsonb_to_recordset(${payload}::jsonb) as (email text, email_key text,
    address_hash text, keyed_hashes text[], paused_until date, timezone text, hour smallint, cadence text, topics text[], keywords text[],
    authors text[], max_papers smallint, detail text, muted_keywords text[], muted_authors text[],
    min_matches smallint, wants_late_risers boolean)) with ordinality as row`;
}

/** How a subscriber counts: apart when the address is suppressed, whatever the state; else by the state. */
export const standings = [...subscriberStates, "suppressed"] as const;
export type Standing = (typeof standings)[number];

/** Of a row of `subscribers`. */
export const isSuppressedRow: SQL = sql.raw(
  "exists (select from suppressions x where x.address_hash = subscribers.address_hash)",
);

/** The standing of a row of `subscribers`. */
export const standingOfRow: SQL = sql`case when ${isSuppressedRow} then 'suppressed' else subscribers.state end`;

/** The standing of a subscriber who was listed. */
export function standingOf({ state, suppressed }: Pick<ListedSubscriber, "state" | "suppressed">): Standing {
  return suppressed === null ? state : "suppressed";
}

export type SubscriberFilter = {
  state?: Standing;
  cadence?: (typeof readerCadences)[number];
  /** Part of an address, in any case. */
  search?: string;
};

export type ListedSubscriber = Subscriber & { suppressed: SuppressionReason | null };

/**
 * At most `limit` subscribers in the order of their addresses, after the given normalised address, each with why its
 * address must not be mailed.
 */
export async function pageSubscribers(
  db: Database,
  keys: AddressKeys,
  filter: SubscriberFilter,
  page: { after: string | null; limit: number },
): Promise<ListedSubscriber[]> {
  const after = page.after === null ? undefined : gt(subscribers.emailKey, page.after);
  const rows = await db
    .select()
    .from(subscribers)
    .where(and(...conditionsOf(filter), after))
    .orderBy(asc(subscribers.emailKey))
    .limit(page.limit);
  const reasons = await suppressedAmong(
    db,
    keys,
    rows.map(({ addressHash }) => addressHash),
  );
  return rows.map((row) => ({ ...row, suppressed: reasons.get(row.addressHash) ?? null }));
}

/** How many subscribers match. */
export async function countSubscribers(db: Database, filter: SubscriberFilter): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(subscribers)
    .where(and(...conditionsOf(filter)));
  return row?.count ?? 0;
}

function conditionsOf({ state, cadence, search }: SubscriberFilter): SQL[] {
  return [
    ...(state === undefined ? [] : conditionsOfStanding(state)),
    cadence ? eq(subscribers.cadence, cadence) : undefined,
    search
      ? ilike(subscribers.emailKey, `%${search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`)
      : undefined,
  ].filter((condition) => condition !== undefined);
}

function conditionsOfStanding(standing: Standing): SQL[] {
  if (standing === "suppressed") return [isSuppressedRow];
  return [eq(subscribers.state, standing), sql`not ${isSuppressedRow}`];
}

// --- suppressions -----------------------------------------------------------

/** Of two reasons the later in this list weighs more: what an operator or a reader did always stays. */
export const reasonWeights: SuppressionReason[] = [
  "left",
  "provider",
  "bounce",
  "complaint",
  "operator",
  "erased",
];

/** A row of an address, whichever secret it was made under. */
function isNamed({ addressHash, keyedHashes }: SuppressionNames): SQL | undefined {
  return or(eq(suppressions.addressHash, addressHash), inArray(suppressions.keyedHash, keyedHashes));
}

/** Why an address must not be mailed, or null; rows under several keys count as the weightiest of them. */
export async function findSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
): Promise<Suppression | null> {
  const rows = await db
    .select()
    .from(suppressions)
    .where(isNamed(suppressionNames(keys, addressHash)));
  const weightOf = ({ reason }: Suppression) =>
    mayComeBack({ reason }) ? -1 : reasonWeights.indexOf(reason);
  const [weightiest] = rows.toSorted((a, b) => weightOf(b) - weightOf(a));
  return weightiest ?? null;
}

/** Which of these hashed addresses must not be mailed, with one reason each. */
export async function suppressedAmong(
  db: Database,
  keys: AddressKeys,
  addressHashes: string[],
): Promise<Map<string, SuppressionReason>> {
  if (addressHashes.length === 0) return new Map();
  const owners = new Map(
    addressHashes.flatMap((addressHash) =>
      [addressHash, ...suppressionNames(keys, addressHash).keyedHashes].map((name) => [name, addressHash]),
    ),
  );
  const names = sql`${sql.param([...owners.keys()])}::text[]`;
  const { rows } = await db.execute<{ name: string; reason: SuppressionReason }>(sql`
    select address_hash as name, reason from suppressions where address_hash = any(${names})
    union all select keyed_hash, reason from suppressions where keyed_hash = any(${names})`);
  return new Map(
    rows.flatMap(({ name, reason }) => {
      const owner = owners.get(name);
      return owner === undefined ? [] : [[owner, reason] as const];
    }),
  );
}

const ownWishReasons: SuppressionReason[] = [...ownWishes];

/** Whether a suppressed reader may come back by their own wish: they left, and nothing else speaks against it. */
export function mayComeBack({ reason }: Pick<Suppression, "reason">): boolean {
  return ownWishReasons.includes(reason);
}

/** Lifts the suppression of who left before and has now confirmed that they want mail. */
export async function welcomeBack(tx: Database, keys: AddressKeys, addressHash: string): Promise<void> {
  await deleteSuppression(tx, keys, addressHash, ownWishReasons);
}

/** Keeps the first reason when the address is suppressed already, unless it only had left or the provider alone lists it; true when it is new. */
export async function insertSuppression(
  db: Database,
  keys: AddressKeys,
  suppression: Pick<Suppression, "addressHash" | "email" | "reason" | "explanation" | "createdAt">,
): Promise<boolean> {
  const { email, reason, explanation } = suppression;
  const { keyId, keyedHash } = suppressionNames(keys, suppression.addressHash);
  const rows = await db
    .insert(suppressions)
    .values({ ...suppression, keyId, keyedHash })
    .onConflictDoUpdate({
      target: suppressions.addressHash,
      set: { email, reason, explanation },
      setWhere: inArray(suppressions.reason, reason === "provider" ? ["left"] : ["left", "provider"]),
    })
    .returning();
  return rows.length > 0;
}

/** Suppresses an erased reader's address; an earlier suppression keeps its reason and loses the address. */
export async function insertErasedSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
  now: Date,
): Promise<void> {
  const names = suppressionNames(keys, addressHash);
  const { keyId, keyedHash } = names;
  const forgotten = {
    email: null,
    explanation: null,
    wish: sql<"erased" | null>`case when ${suppressions.reason} <> 'erased' then 'erased' end`,
  };
  await db
    .insert(suppressions)
    .values({ addressHash, keyId, keyedHash, reason: "erased", createdAt: now })
    .onConflictDoUpdate({ target: suppressions.addressHash, set: forgotten });
  await db.update(suppressions).set(forgotten).where(isNamed(names));
}

/** Lifts a suppression under all its keys, only of the given reasons when some are given; true when there was one. */
export async function deleteSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
  reasons?: SuppressionReason[],
): Promise<boolean> {
  const ofReason = reasons ? inArray(suppressions.reason, reasons) : undefined;
  const rows = await db
    .delete(suppressions)
    .where(and(isNamed(suppressionNames(keys, addressHash)), ofReason))
    .returning();
  return rows.length > 0;
}

/** Suppressions, the latest first. */
export async function listSuppressions(
  db: Database,
  page: { limit: number; before?: Date | null },
): Promise<Suppression[]> {
  const before = page.before ? lt(suppressions.createdAt, page.before) : undefined;
  return db
    .select()
    .from(suppressions)
    .where(before)
    .orderBy(desc(suppressions.createdAt), asc(suppressions.addressHash))
    .limit(page.limit);
}

// --- notices ----------------------------------------------------------------

export type NewNotice = {
  kind: NoticeKind;
  subscriberId: string | null;
  recipient: string;
  props: Record<string, unknown>;
  now: Date;
};

/** Writes a mail that the current transaction causes; a worker sends it once the transaction is committed. */
export async function insertNotice(tx: Database, { now, ...notice }: NewNotice): Promise<void> {
  await tx.insert(notices).values({ ...notice, state: "pending", createdAt: now, nextAttemptAt: now });
}

/** Drops mails to a subscriber that were not handed over yet. */
export async function deleteWaitingNotices(
  db: Database,
  subscriberId: string,
  kinds: NoticeKind[],
): Promise<void> {
  await db
    .delete(notices)
    .where(
      and(eq(notices.subscriberId, subscriberId), eq(notices.state, "pending"), inArray(notices.kind, kinds)),
    );
}

// --- limits -----------------------------------------------------------------

/** Makes changes that concern one subject take turns until the transaction ends. */
export async function lockSubject(tx: Database, subject: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`);
}

/** Adds one to the counter of a window and returns what it now says. */
export async function countTry(db: Database, key: string, windowStart: Date): Promise<number> {
  const [row] = await db
    .insert(tryCounters)
    .values({ key, windowStart, count: 1 })
    .onConflictDoUpdate({
      target: [tryCounters.key, tryCounters.windowStart],
      set: { count: sql`${tryCounters.count} + 1` },
    })
    .returning({ count: tryCounters.count });
  return row?.count ?? 1;
}

/** How many tries stand under a key since an instant, and when the last was. */
export async function triesSince(
  db: Database,
  key: string,
  since: Date,
): Promise<{ count: number; last: Date | null }> {
  const [row] = await db
    .select({
      count: sql<number>`coalesce(sum(${tryCounters.count}), 0)::int`,
      last: sql<Date | null>`max(${tryCounters.windowStart})`.mapWith(tryCounters.windowStart),
    })
    .from(tryCounters)
    .where(and(eq(tryCounters.key, key), gt(tryCounters.windowStart, since)));
  return { count: row?.count ?? 0, last: row?.last ?? null };
}

/** Forgets counters whose windows are long over; returns how many. */
export async function deleteTriesBefore(db: Database, before: Date): Promise<number> {
  const rows = await db
    .delete(tryCounters)
    .where(lt(tryCounters.windowStart, before))
    .returning({ key: tryCounters.key });
  return rows.length;
}

// --- a reader's own data ----------------------------------------------------

/** Everything that is kept about one subscriber, in the order in which it happened. */
export async function readOwnData(db: Database, keys: AddressKeys, subscriber: Subscriber) {
  const { id, addressHash } = subscriber;
  return {
    consents: await db.select().from(consents).where(eq(consents.subscriberId, id)).orderBy(asc(consents.id)),
    suppression: await findSuppression(db, keys, addressHash),
    deliveries: await db
      .select()
      .from(deliveries)
      .where(eq(deliveries.subscriberId, id))
      .orderBy(asc(deliveries.dueAt)),
    notices: await db
      .select({
        kind: notices.kind,
        state: notices.state,
        recipient: notices.recipient,
        props: notices.props,
        providerId: notices.providerId,
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
        note: providerEvents.note,
      })
      .from(providerEvents)
      .where(isEventOf(subscriber))
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
      .where(isMailTo(subscriber))
      .orderBy(asc(outboxMails.acceptedAt)),
  };
}

/**
 * Removes a subscriber and all that names them: consents and notices go with the row, events that were applied
 * lose their payload, the others when they are applied; kept mails and alerts that were mailed to them go. Deliveries stay as counts under an id that leads nowhere, without what their mails
 * showed, since that tells what the reader follows.
 */
export async function deleteSubscriber(tx: Database, subscriber: Subscriber): Promise<void> {
  await tx
    .update(providerEvents)
    .set({ payload: {}, providerId: null, payloadForm: "reduced" })
    .where(and(eq(providerEvents.subscriberId, subscriber.id), isNotNull(providerEvents.appliedAt)));
  await tx.update(deliveries).set({ choice: null }).where(eq(deliveries.subscriberId, subscriber.id));
  await tx.delete(outboxMails).where(isMailTo(subscriber));
  await tx
    .delete(notices)
    .where(or(eq(notices.subscriberId, subscriber.id), isTo(notices.recipient, subscriber)));
  await tx.delete(subscribers).where(eq(subscribers.id, subscriber.id));
}

/** Of their digests and single mails, and what names their address and is not reduced yet. */
function isEventOf(subscriber: Subscriber): SQL | undefined {
  const { id, addressHash } = subscriber;
  const patterns = sql.param(holdsAnyOf([...spellingsOf(subscriber), addressHash]));
  return or(
    eq(providerEvents.subscriberId, id),
    sql`${providerEvents.providerId} in (select n.provider_id from notices n where n.subscriber_id = ${id})`,
    sql`${providerEvents.payloadForm} <> 'reduced' and lower(${providerEvents.payload}::text) like any(${patterns}::text[])`,
  );
}

function isMailTo(subscriber: Subscriber): SQL | undefined {
  return or(
    isTo(outboxMails.recipient, subscriber),
    sql`${outboxMails.tags} ->> 'subscriber' = ${subscriber.id}`,
  );
}

function isTo(recipient: PgColumn, subscriber: Subscriber): SQL | undefined {
  const spellings = sql.param(spellingsOf(subscriber));
  return or(eq(recipient, subscriber.email), sql`lower(${recipient}) = any(${spellings}::text[])`);
}
