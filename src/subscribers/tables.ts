import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Language } from "../../words/words.ts";
import { day, inRange, instant, oneOf } from "../db/columns.ts";
import { details, subscriberCadences } from "../editions/edition.ts";
import { fillUps, preferenceLimits, usualPreferences } from "./preferences.ts";

export const subscriberStates = ["pending", "active", "paused", "unsubscribed"] as const;

export const subscribers = pgTable(
  "subscribers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** As the reader wrote it. */
    email: text("email").notNull(),
    /** Lower-cased and normalised (NFC, domain in ASCII): one subscriber per address. */
    emailKey: text("email_key").notNull(),
    /** Hex SHA-256 of `email_key`; how suppressions are matched. */
    addressHash: text("address_hash").notNull(),
    state: text("state", { enum: subscriberStates }).notNull(),
    pausedUntil: day("paused_until"),
    /** IANA zone, such as `Europe/Berlin`. */
    timezone: text("timezone").notNull().default(usualPreferences.timezone),
    /** Local hour of delivery, 0 to 23. */
    hour: smallint("hour").notNull().default(usualPreferences.hour),
    /** Whether mails leave as soon as an edition is out; a release before goes by the hour. */
    wantsAtOnce: boolean("wants_at_once").notNull().default(usualPreferences.wantsAtOnce),
    cadence: text("cadence", { enum: subscriberCadences }).notNull().default(usualPreferences.cadence),
    /** arXiv categories or archives (`cs.CL`, `cs`); empty means all. */
    topics: text("topics").array().notNull().default(usualPreferences.topics),
    keywords: text("keywords").array().notNull().default(usualPreferences.keywords),
    authors: text("authors").array().notNull().default(usualPreferences.authors),
    mutedKeywords: text("muted_keywords").array().notNull().default(usualPreferences.mutedKeywords),
    mutedAuthors: text("muted_authors").array().notNull().default(usualPreferences.mutedAuthors),
    maxPapers: smallint("max_papers").notNull().default(usualPreferences.maxPapers),
    detail: text("detail", { enum: details }).notNull().default(usualPreferences.detail),
    /** Skip the digest when fewer papers than this match. */
    minMatches: smallint("min_matches").notNull().default(usualPreferences.minMatches),
    wantsLateRisers: boolean("wants_late_risers").notNull().default(usualPreferences.wantsLateRisers),
    wantsRepeats: boolean("wants_repeats").notNull().default(usualPreferences.wantsRepeats),
    /** Names as the reader wrote them. */
    organizations: text("organizations").array().notNull().default(usualPreferences.organizations),
    mutedOrganizations: text("muted_organizations")
      .array()
      .notNull()
      .default(usualPreferences.mutedOrganizations),
    /** The usual one is what readers had before there was a choice. */
    fillUp: text("fill_up", { enum: fillUps }).notNull().default(usualPreferences.fillUp),
    language: text("language").$type<Language>().notNull().default(usualPreferences.language),
    source: text("source").notNull(),
    createdAt: instant("created_at").notNull(),
    confirmedAt: instant("confirmed_at"),
    unsubscribedAt: instant("unsubscribed_at"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("subscribers_email_key").on(t.emailKey),
    index("subscribers_address_hash").on(t.addressHash),
    index("subscribers_active").on(t.cadence).where(sql`state = 'active'`),
    index("subscribers_language").on(t.language).where(sql`language <> 'en'`),
    oneOf("subscribers_state_known", "state", subscriberStates),
    oneOf("subscribers_cadence_known", "cadence", subscriberCadences),
    oneOf("subscribers_detail_known", "detail", details),
    oneOf("subscribers_fill_up_known", "fill_up", fillUps),
    inRange("subscribers_hour_range", "hour", preferenceLimits.hour),
    inRange("subscribers_max_papers_range", "max_papers", preferenceLimits.maxPapers),
    inRange("subscribers_min_matches_range", "min_matches", preferenceLimits.minMatches),
    check("subscribers_email_key_lower", sql`email_key = lower(email_key)`),
  ],
);

/**
 * Wishes to be mailed at another address, of each subscriber at most one that is open: it is carried out when both
 * addresses have said yes. One that was carried out stays for a while, since mails to the former address are still heard
 * of.
 */
export const addressChanges = pgTable(
  "address_changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    subscriberId: uuid("subscriber_id")
      .notNull()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    formerEmail: text("former_email").notNull(),
    formerEmailKey: text("former_email_key").notNull(),
    formerAddressHash: text("former_address_hash").notNull(),
    /** The new address, in the three forms of `subscribers`. */
    email: text("email").notNull(),
    emailKey: text("email_key").notNull(),
    addressHash: text("address_hash").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** When it can no longer be answered. */
    expiresAt: instant("expires_at").notNull(),
    /** When the former address allowed it. */
    allowedAt: instant("allowed_at"),
    /** When the new address confirmed it. */
    confirmedAt: instant("confirmed_at"),
    changedAt: instant("changed_at"),
  },
  (t) => [
    uniqueIndex("address_changes_open").on(t.subscriberId).where(sql`changed_at is null`),
    index("address_changes_subscriber").on(t.subscriberId),
    index("address_changes_former").on(t.formerAddressHash),
  ],
);

/** What a reader, or an operator for them, agreed to or withdrew, with the words that were shown. */
export const consents = pgTable(
  "consents",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    subscriberId: uuid("subscriber_id")
      .notNull()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    action: text("action").notNull(),
    source: text("source").notNull(),
    wording: text("wording").notNull(),
    evidence: jsonb("evidence"),
    at: instant("at").notNull(),
  },
  (t) => [index("consents_subscriber").on(t.subscriberId)],
);

/** The addresses under which readers read their digests as feeds; who has none is missing. */
export const personalFeeds = pgTable("personal_feeds", {
  subscriberId: uuid("subscriber_id")
    .primaryKey()
    .references(() => subscribers.id, { onDelete: "cascade" }),
  /** Drawn anew with each address: a signed address works only with the one that stands here. */
  nonce: text("nonce").notNull(),
  madeAt: instant("made_at").notNull(),
});

/**
 * Readers who clicked and marked nothing for long and were asked whether they still read: the last asking of each. It
 * stands open until they give any sign, a mail tells them before they are paused, and a pause of theirs has no day at
 * which it ends.
 */
export const idleReaders = pgTable(
  "idle_readers",
  {
    subscriberId: uuid("subscriber_id")
      .primaryKey()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    askedAt: instant("asked_at").notNull(),
    /** From the mail to the pause, as the mail says. */
    graceDays: smallint("grace_days").notNull(),
    /** When the provider took the mail that asks; null while it has not. */
    toldAt: instant("told_at"),
    pausedAt: instant("paused_at"),
    /** When they gave a sign of reading, so that they may be asked again one day. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("idle_readers_asked_at").on(t.askedAt),
    index("idle_readers_open").on(t.subscriberId).where(sql`ended_at is null`),
    check("idle_readers_told_first", sql`paused_at is null or told_at is not null`),
  ],
);

/** `left`: an imported list says that they unsubscribed from it. */
export const suppressionReasons = ["bounce", "complaint", "operator", "provider", "erased", "left"] as const;

/**
 * Whose word a suppression is, beside its reason. `reported`: an event told of a bounce or complaint;
 * `transient-bounces`: too many of them without a delivery between them; `listed`: the provider's own list has it;
 * `by-hand`: an operator; `imported`: a list that was imported. An erased reader's has none.
 */
export const suppressionCauses = [
  "reported",
  "transient-bounces",
  "listed",
  "by-hand",
  "imported",
  "other",
] as const;

/** Reasons that are a reader's own wish. */
export const ownWishes = ["left", "erased"] as const;

/** An address that must not be mailed. Outlives the subscriber: of who was erased or left only the hashes are kept. */
export const suppressions = pgTable(
  "suppressions",
  {
    /** Hex SHA-256 of the normalised address: by it workers of the release before look a suppression up. */
    addressHash: text("address_hash").primaryKey(),
    /** Names the secret under which `keyed_hash` was made; null when a worker of the release before wrote the row. */
    keyId: text("key_id"),
    /** Hex HMAC-SHA-256 of `address_hash` under that secret. */
    keyedHash: text("keyed_hash"),
    email: text("email"),
    reason: text("reason", { enum: suppressionReasons }).notNull(),
    cause: text("cause", { enum: suppressionCauses }),
    /** The words of whoever said so: the provider, an operator, a list. */
    explanation: text("explanation"),
    createdAt: instant("created_at").notNull(),
    /** The reader's own wish that lies beneath a report: it stays when the report is taken back. */
    wish: text("wish", { enum: ownWishes }),
    /** The provider's id of the entry in its own suppression list; null when that is not known. */
    providerEntryId: text("provider_entry_id"),
    /** When the provider last said that the address stands on its list; null while it has not, or not any more. */
    providerListedAt: instant("provider_listed_at"),
  },
  (t) => [
    oneOf("suppressions_wish_known", "wish", ownWishes),
    oneOf("suppressions_cause_known", "cause", suppressionCauses),
    index("suppressions_key_id").on(t.keyId),
    index("suppressions_keyed_hash").on(t.keyedHash),
    oneOf("suppressions_reason_known", "reason", suppressionReasons),
    check("suppressions_key_named", sql`(key_id is null) = (keyed_hash is null)`),
  ],
);

/** Fixed-window counters that limit tries per address, per client and per purpose. */
export const tryCounters = pgTable(
  "try_counters",
  {
    /** Purpose and hashed subject, never an address or an IP in the clear. */
    key: text("key").notNull(),
    windowStart: instant("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] })],
);

/** Browsers in which readers opened their reading list; one that was ended has no row any more. */
export const readingSessions = pgTable(
  "reading_sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    subscriberId: uuid("subscriber_id")
      .notNull()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    /** Hash of what the browser's cookie holds: the table lets nobody in. */
    tokenHash: text("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [
    uniqueIndex("reading_sessions_token_hash").on(t.tokenHash),
    index("reading_sessions_subscriber").on(t.subscriberId),
    index("reading_sessions_ends_at").on(t.endsAt),
  ],
);
