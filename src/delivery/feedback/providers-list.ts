import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { type AddressKeys, suppressionNames } from "../../subscribers/suppressions/address-keys.ts";
import { recipientOf } from "../reports/recipient.ts";
import type { ReadEvent } from "./read-event.ts";

/** One entry of the provider's own suppression list, as it was at an instant. */
export type Listing = { addressHash: string; entryId: string | null; at: Date };

/**
 * Leaves out events that tell of entries that the provider has taken from its own suppression list since, and of mails
 * that it kept back before it did, so that the order of events does not matter. Until the transaction ends, no other
 * applies news of that list.
 */
export async function dropStaleListings(tx: Database, events: ReadEvent[]): Promise<ReadEvent[]> {
  const listed = events.filter(({ listing }) => listing !== null);
  const unnamed = events.filter(isUnnamed);
  if (listed.length + unnamed.length === 0) return events;
  await lockProvidersList(tx);
  const removed = await listRemovedEntries(
    tx,
    listed.flatMap(({ listing }) => listing?.entryId ?? []),
  );
  const late = await listToldBeforeRemoval(tx, unnamed);
  return events.filter(
    ({ id, listing, meaning }) =>
      meaning.suppression === null || !(removed.has(listing?.entryId ?? "") || late.has(id)),
  );
}

/** Whether an event tells that the provider's list holds an address without naming the entry. */
function isUnnamed({ meaning, listing }: ReadEvent): boolean {
  return meaning.suppression === "provider" && (listing?.entryId ?? null) === null;
}

/**
 * The events after which the provider removed their address from its list. A removal tells this only while it
 * still names the address.
 */
async function listToldBeforeRemoval(tx: Database, events: ReadEvent[]): Promise<Set<string>> {
  const told = events.flatMap(({ id, to, occurredAt }) =>
    to
      .flatMap((text) => recipientOf(text) ?? [])
      .map(({ addressHash, email }) => ({ id, addressHash, email, occurredAt })),
  );
  if (told.length === 0) return new Set();
  const { rows } = await tx.execute<{ id: string }>(sql`
    select g.id from unnest(${sqlArray(told.map((one) => one.id))}::text[],
      ${sqlArray(told.map(({ addressHash }) => `sha256:${addressHash}`))}::text[],
      ${sqlArray(told.map(({ email }) => email?.toLowerCase() ?? null))}::text[],
      ${sqlArray(told.map((one) => one.occurredAt.toISOString()))}::timestamptz[]) as g(id, hashed, email, at)
    where exists (select from provider_events e where e.type = 'suppression.removed' and e.occurred_at >= g.at
      and (e.payload #> '{data,to}' ? g.hashed or lower(e.payload #>> '{data,email}') = g.email))`);
  return new Set(rows.map(({ id }) => id));
}

/** Writes down what events say of the provider's own suppression list, and lifts what came from it alone. */
export async function followProvidersList(
  tx: Database,
  keys: AddressKeys,
  events: ReadEvent[],
): Promise<void> {
  await noteListed(tx, events.filter(({ meaning }) => meaning.suppression !== null).flatMap(listingsOf));
  for (const one of events.filter(({ meaning }) => meaning.isLift).flatMap(listingsOf))
    await liftListed(tx, keys, one);
}

/** Whose clock is ahead dates its news later than they came. */
function knownBy(occurredAt: Date, receivedAt: Date): Date {
  return occurredAt < receivedAt ? occurredAt : receivedAt;
}

function listingsOf({ listing, to, occurredAt, receivedAt }: ReadEvent): Listing[] {
  if (listing === null) return [];
  return to
    .flatMap((text) => recipientOf(text) ?? [])
    .map(({ addressHash }) => ({
      addressHash,
      entryId: listing.entryId,
      at: knownBy(occurredAt, receivedAt),
    }));
}

/** Until the transaction ends, no other applies news of the provider's own suppression list. */
export async function lockProvidersList(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('paperboy: the list of the provider'))`);
}

/**
 * Those of these entries that the provider said to have taken from its list; an entry never comes back under its
 * id.
 */
export async function listRemovedEntries(tx: Database, entryIds: string[]): Promise<Set<string>> {
  if (entryIds.length === 0) return new Set();
  const { rows } = await tx.execute<{ id: string }>(sql`
    select payload #>> '{data,id}' as id from provider_events
    where type = 'suppression.removed' and payload #>> '{data,id}' = any(${sqlArray(entryIds)}::text[])`);
  return new Set(rows.map(({ id }) => id));
}

/** Notes on suppressions that their addresses stand on the provider's own list; of two notes the later stays. */
export async function noteListed(tx: Database, listings: Listing[]): Promise<void> {
  if (listings.length === 0) return;
  await tx.execute(sql`
    update suppressions x set provider_entry_id = g.entry_id, provider_listed_at = g.at
    from (select distinct on (address_hash) * from unnest(
        ${sqlArray(listings.map((one) => one.addressHash))}::text[], ${sqlArray(listings.map((one) => one.entryId))}::text[],
        ${sqlArray(listings.map((one) => one.at.toISOString()))}::timestamptz[]) as u(address_hash, entry_id, at)
      order by address_hash, at desc) g
    where x.address_hash = g.address_hash and (x.provider_listed_at is null or x.provider_listed_at <= g.at)`);
}

/**
 * Follows an entry that left the provider's list: a suppression that came from that list alone is lifted, and a
 * wish of the reader that lay beneath it stays. Any other reason stays as it is. Nothing happens when the provider
 * has listed the address again since.
 */
async function liftListed(
  tx: Database,
  keys: AddressKeys,
  { addressHash, entryId, at }: Listing,
): Promise<void> {
  const { keyedHashes } = suppressionNames(keys, addressHash);
  const isMeant = sql`(address_hash = ${addressHash} or keyed_hash = any(${sqlArray(keyedHashes)}::text[]))
    and (provider_entry_id = ${entryId}
      or ((provider_entry_id is null or ${entryId}::text is null) and coalesce(provider_listed_at, created_at) <= ${at}))`;
  await tx.execute(sql`delete from suppressions where ${isMeant} and reason = 'provider' and wish is null`);
  await tx.execute(sql`
    update suppressions set provider_entry_id = null, provider_listed_at = null,
      reason = case when reason = 'provider' then wish else reason end,
      cause = case when reason = 'provider' then null else cause end,
      explanation = case when reason = 'provider' then null else explanation end,
      wish = case when reason = 'provider' then null else wish end
    where ${isMeant}`);
}
