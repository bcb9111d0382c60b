import { type SQL, sql } from "drizzle-orm";
import type { Address } from "../../addresses/address.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { type Preferences, usualPreferences } from "../preferences.ts";
import { type AddressKeys, suppressionNames } from "../suppressions/address-keys.ts";

export type ImportRow = Address & {
  preferences: Partial<Preferences>;
  /** The day on which a pause ends, as `YYYY-MM-DD`; null for who is not paused. */
  pausedUntil: string | null;
};

export type ImportCounts = { imported: number; activated: number; suppressed: number };

/**
 * Adds up to some thousand subscribers in one statement, each `active`, or `paused` while its pause lasts, with
 * its consent; the suppressed are left out, the known stay as they are, except that a pending one is activated. Known
 * is also who had an address until lately: a list of before brings nobody mails to the one that they left behind.
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
        authors, max_papers, detail, muted_keywords, muted_authors, min_matches, wants_late_risers, wants_repeats,
        organizations, muted_organizations, fill_up, language, wants_at_once, source, created_at, confirmed_at, updated_at)
      select email, email_key, address_hash, state, pause, timezone, hour, cadence, topics, keywords,
        authors, max_papers, detail, muted_keywords, muted_authors, min_matches, wants_late_risers, wants_repeats,
        organizations, muted_organizations, fill_up, language, wants_at_once, ${consent.source}, ${at}, ${at}, ${at}
      from allowed where ${isNotFormer} order by ordinality
      on conflict (email_key) do nothing
      returning id, email_key
    ),
    activated as (
      update subscribers s set state = a.state, paused_until = a.pause, confirmed_at = ${at}, updated_at = ${at}
      from (
        select distinct on (email_key) email_key, state, pause from allowed
        where email_key not in (select email_key from fresh) order by email_key, ordinality
      ) a
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
    select count(*) filter (where s.id is null and a.is_fresh)::int as imported,
      count(*) filter (where s.state = 'pending')::int as activated,
      (select count(*) from given)::int - (select count(*) from allowed)::int as suppressed
    from fresh left join subscribers s using (email_key)
      join (select distinct email_key, ${isNotFormer} as is_fresh from allowed) a using (email_key)`);
  return result.rows[0] ?? { imported: 0, activated: 0, suppressed: 0 };
}

/** Of a row of `given`. */
const isNotSuppressed =
  sql.raw(`not exists (select from suppressions s where s.address_hash = given.address_hash)
  and not exists (select from suppressions s where s.keyed_hash = any(given.keyed_hashes))`);

/** Of a row of `allowed`: whether it is not the address that a subscriber had before they changed it. */
const isNotFormer = sql.raw(`not exists (select from address_changes c
  where c.former_address_hash = allowed.address_hash and c.changed_at is not null)`);

/**
 * Rows travel as arrays, since PostgreSQL takes 65,535 parameters; each way to choose travels once, since many share
 * one. Of two rows with one address the first counts.
 */
function givenRows(keys: AddressKeys, rows: ImportRow[]): SQL {
  const numbers = new Map<Partial<Preferences>, number>();
  for (const { preferences } of rows)
    if (!numbers.has(preferences)) numbers.set(preferences, numbers.size + 1);
  const choices = JSON.stringify(
    [...numbers.keys()].map((preferences) => preferenceCells({ ...usualPreferences, ...preferences })),
  );
  const column = (cellOf: (row: ImportRow) => string | null) => sqlArray(rows.map(cellOf));
  return sql`select r.email, r.email_key, r.address_hash, string_to_array(r.keyed_hashes, ' ') as keyed_hashes,
      r.paused_until, r.ordinality, c.*
    from unnest(${column(({ email }) => email)}::text[], ${column(({ emailKey }) => emailKey)}::text[],
        ${column(({ addressHash }) => addressHash)}::text[],
        ${column(({ addressHash }) => suppressionNames(keys, addressHash).keyedHashes.join(" "))}::text[],
        ${column(({ pausedUntil }) => pausedUntil)}::date[],
        ${column(({ preferences }) => String(numbers.get(preferences)))}::bigint[])
      with ordinality as r (email, email_key, address_hash, keyed_hashes, paused_until, choice, ordinality)
    join rows from (jsonb_to_recordset(${choices}::jsonb) as (timezone text, hour smallint, cadence text, topics text[],
        keywords text[], authors text[], max_papers smallint, detail text, muted_keywords text[], muted_authors text[],
        min_matches smallint, wants_late_risers boolean, wants_repeats boolean, organizations text[],
        muted_organizations text[], fill_up text, language text, wants_at_once boolean))
      with ordinality as c (timezone, hour, cadence, topics, keywords, authors, max_papers, detail, muted_keywords,
        muted_authors, min_matches, wants_late_risers, wants_repeats, organizations, muted_organizations, fill_up,
        language, wants_at_once, number) on c.number = r.choice`;
}

function preferenceCells(preferences: Preferences) {
  return {
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
    wants_repeats: preferences.wantsRepeats,
    organizations: preferences.organizations,
    muted_organizations: preferences.mutedOrganizations,
    fill_up: preferences.fillUp,
    language: preferences.language,
    wants_at_once: preferences.wantsAtOnce,
  };
}
