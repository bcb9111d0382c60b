import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { BreakerFacts } from "../delivery/breaker/breaker-rules.ts";
import type { SealedRecipient } from "../delivery/model.ts";
import type { ReconcileReport } from "../delivery/reconcile/model.ts";
import type { CompiledDigest, MailSender } from "../digest/model.ts";
import type { DueFacts } from "../due/model.ts";
import type { DigestChoice, FrozenPaper } from "../editions/model.ts";
import type { ScoreParts } from "../ranking/trend-score.ts";

/** A UTC instant. */
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A calendar day without a zone, as `YYYY-MM-DD`. */
const day = (name: string) => date(name, { mode: "string" });

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Text in the order of its bytes, so that an index serves `like 'x%'`. */
const bytewiseText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** A check that a text column holds one of the words of its glossary entry. */
const oneOf = (name: string, column: string, words: readonly string[]) =>
  check(name, sql.raw(`"${column}" in (${words.map((word) => `'${word}'`).join(", ")})`));

// --- papers -----------------------------------------------------------------

export const papers = pgTable(
  "papers",
  {
    /** arXiv identifier without version, such as `2605.19577` or `astro-ph/0601001`. */
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    abstract: text("abstract").notNull(),
    /** One-sentence summary that a source offers, else null. */
    summary: text("summary"),
    authors: text("authors").array().notNull(),
    organization: text("organization"),
    keywords: text("keywords").array().notNull().default([]),
    primaryCategory: text("primary_category"),
    categories: text("categories").array().notNull().default([]),
    doi: text("doi"),
    comment: text("comment"),
    publishedAt: instant("published_at").notNull(),
    codeUrl: text("code_url"),
    projectUrl: text("project_url"),
    /** Page where the paper is discussed, absolute https. */
    discussionUrl: text("discussion_url"),
    thumbnailUrl: text("thumbnail_url"),
    firstSeenAt: instant("first_seen_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** When arXiv last answered for this id; null while it has not. */
    enrichedAt: instant("enriched_at"),
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, paperboy_join(authors)), 'B') || setweight(to_tsvector('english'::regconfig, abstract), 'C')`,
    ),
  },
  (t) => [
    index("papers_search").using("gin", t.search),
    index("papers_published_at").on(t.publishedAt),
    index("papers_categories").using("gin", t.categories),
  ],
);

/** The words of titles and authors' names in lower case, kept by a trigger on papers: what a slip may have meant. */
export const searchWords = pgTable(
  "search_words",
  {
    word: bytewiseText("word").primaryKey(),
    /** Papers that came with it. */
    papers: integer("papers").notNull(),
  },
  (t) => [index("search_words_trigrams").using("gin", sql`${t.word} gin_trgm_ops`)],
);

/** On which day a source listed a paper; the same paper may be listed again on another day. */
export const paperListings = pgTable(
  "paper_listings",
  {
    day: day("day").notNull(),
    source: text("source").notNull(),
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    firstSeenAt: instant("first_seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.source, t.paperId] }), index("paper_listings_paper").on(t.paperId)],
);

/** What was observed of a paper at one instant; a row is added only when a number changed. */
export const paperSignals = pgTable(
  "paper_signals",
  {
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    observedAt: instant("observed_at").notNull(),
    upvotes: integer("upvotes").notNull(),
    comments: integer("comments").notNull(),
    /** GitHub stars; null when no repository is known. */
    stars: integer("stars"),
  },
  (t) => [primaryKey({ columns: [t.paperId, t.observedAt] })],
);

/** One collection of one source for one day, and how it ended. */
export const sourceRuns = pgTable(
  "source_runs",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    source: text("source").notNull(),
    day: day("day").notNull(),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at").notNull(),
    isOk: boolean("is_ok").notNull(),
    /** Why it failed, in one sentence without secrets. */
    error: text("error"),
    papers: integer("papers").notNull(),
    rejected: integer("rejected").notNull(),
  },
  (t) => [index("source_runs_source").on(t.source, t.startedAt)],
);

/** An item that could not be read, kept for a look. */
export const rejectedItems = pgTable(
  "rejected_items",
  {
    source: text("source").notNull(),
    day: day("day").notNull(),
    /** The source's identifier, or `#N` for the N-th item (from 0) when it has none. */
    itemId: text("item_id").notNull(),
    reason: text("reason").notNull(),
    payload: jsonb("payload"),
    firstSeenAt: instant("first_seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.day, t.itemId] })],
);

/** Validators of the last good answer for a URL (RFC 9110, section 13). */
export const sourceValidators = pgTable("source_validators", {
  url: text("url").primaryKey(),
  etag: text("etag"),
  lastModified: text("last_modified"),
  seenAt: instant("seen_at").notNull(),
});

// --- editions ---------------------------------------------------------------

export const cadences = ["daily", "weekly", "monthly"] as const;
export const editionStates = ["held", "sending", "paused", "cancelled", "sent"] as const;
export const pausers = ["operator", "breaker", "restore"] as const;

export const editions = pgTable(
  "editions",
  {
    /** `daily-2026-06-18`, `weekly-2026-W25` or `monthly-2026-06`. */
    id: text("id").primaryKey(),
    cadence: text("cadence", { enum: cadences }).notNull(),
    period: text("period").notNull(),
    /** Counts from 1 within a cadence. */
    number: integer("number").notNull(),
    state: text("state", { enum: editionStates }).notNull(),
    /** Why it is paused, held or cancelled, for the operator. */
    stateReason: text("state_reason"),
    /**
     * Who paused it; null while it is not paused (a trigger sees to that), and when a worker of the release before
     * paused it, whose breaker begins `state_reason` with its name.
     */
    pausedBy: text("paused_by", { enum: pausers }),
    /** What the breaker saw; worded where it is shown. */
    pausedFacts: jsonb("paused_facts").$type<BreakerFacts>(),
    /** When an operator last resumed it past the breaker: only feedback that came later counts. */
    breakerResumedAt: instant("breaker_resumed_at"),
    /** For workers of the release before. Without `breaker_resumed_at`, one of them resumed it: the breaker lets it be. */
    isBreakerOverridden: boolean("is_breaker_overridden").notNull().default(false),
    publishedAt: instant("published_at").notNull(),
    finishedAt: instant("finished_at"),
    /** Sources that could not be collected for the period. */
    missingSources: text("missing_sources").array().notNull().default([]),
    /** How many deliveries were planned, now equal to the number of rows in `deliveries`. */
    planned: integer("planned").notNull().default(0),
  },
  (t) => [
    uniqueIndex("editions_period").on(t.cadence, t.period),
    uniqueIndex("editions_number").on(t.cadence, t.number),
    oneOf("editions_cadence_known", "cadence", cadences),
    oneOf("editions_state_known", "state", editionStates),
    oneOf("editions_paused_by_known", "paused_by", pausers),
  ],
);

/** A paper as it was when its edition was frozen. */
export const editionPapers = pgTable(
  "edition_papers",
  {
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    paperId: text("paper_id").notNull(),
    section: text("section", { enum: ["top", "late"] }).notNull(),
    /** 1 is first, within the section. */
    rank: integer("rank").notNull(),
    score: doublePrecision("score").notNull(),
    parts: jsonb("parts").$type<ScoreParts>().notNull(),
    frozen: jsonb("frozen").$type<FrozenPaper>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.paperId] }),
    uniqueIndex("edition_papers_rank").on(t.editionId, t.section, t.rank),
    index("edition_papers_paper").on(t.paperId),
  ],
);

export const details = ["title", "summary", "abstract"] as const;

/** The compiled template of an edition for one detail level. */
export const editionTemplates = pgTable(
  "edition_templates",
  {
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    detail: text("detail", { enum: details }).notNull(),
    compiled: jsonb("compiled").$type<CompiledDigest>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.detail] }),
    oneOf("edition_templates_detail_known", "detail", details),
  ],
);

// --- what is due ------------------------------------------------------------

/**
 * due: its hour has passed, or comes; the schedule publishes it;
 * empty: Hugging Face said after its close that it has no papers;
 * missed: nothing but an operator decides what becomes of it;
 * skipped: an operator decided that it is not published.
 */
export const periodStates = ["due", "published", "empty", "missed", "skipped"] as const;
/** `late`: nobody was there in time; `restored`: the ledger comes from a backup and has not heard what went out later. */
export const missedReasons = ["late", "restored"] as const;

/** What a step that may fail keeps: how often it was taken, by whom it is held, and why it did not come to its end. */
const tries = () => ({
  attempts: integer("attempts").notNull().default(0),
  /** Not before this instant is it taken again. */
  nextAttemptAt: instant("next_attempt_at"),
  /** A worker holds it until this instant. */
  leasedUntil: instant("leased_until"),
  /** Of the worker that took it last: one that lost it meanwhile finds its row no more. */
  leaseId: uuid("lease_id"),
  /** Code of what stood in the way last, and what belongs to it; worded where it is shown. */
  lastReason: text("last_reason"),
  lastFacts: jsonb("last_facts").$type<DueFacts>(),
});

/** The one row of this installation, made by its first look at what is due. */
export const installations = pgTable(
  "installations",
  {
    id: smallint("id").primaryKey().default(1),
    /** Nothing that was due before is made up for. */
    beganAt: instant("began_at").notNull(),
  },
  () => [check("installations_one", sql`id = 1`)],
);

/** How far the periods of a cadence have been noted in `due_periods`. */
export const publicationMarks = pgTable(
  "publication_marks",
  {
    cadence: text("cadence", { enum: cadences }).primaryKey(),
    /** The latest period whose hour had passed when that was last looked at. */
    period: text("period").notNull(),
  },
  () => [oneOf("publication_marks_cadence_known", "cadence", cadences)],
);

/** A period whose hour has passed, or that somebody decided about before. */
export const duePeriods = pgTable(
  "due_periods",
  {
    cadence: text("cadence", { enum: cadences }).notNull(),
    period: text("period").notNull(),
    /** The instant at which PUBLISH_AT, as it was then, wanted it published. */
    dueAt: instant("due_at").notNull(),
    state: text("state", { enum: periodStates }).notNull(),
    missedReason: text("missed_reason", { enum: missedReasons }),
    /** When it was published, found empty, skipped, or left to an operator. */
    settledAt: instant("settled_at"),
    ...tries(),
  },
  (t) => [
    primaryKey({ columns: [t.cadence, t.period] }),
    index("due_periods_open").on(t.dueAt).where(sql`state in ('due', 'missed')`),
    oneOf("due_periods_cadence_known", "cadence", cadences),
    oneOf("due_periods_state_known", "state", periodStates),
    check("due_periods_missed_why", sql`state <> 'missed' or missed_reason is not null`),
  ],
);

/** A day that is looked at again and again while it is young. */
export const dueLooks = pgTable("due_looks", {
  day: day("day").primaryKey(),
  /** The latest instant at which its rhythm wanted a look. */
  dueAt: instant("due_at").notNull(),
  /** When the last look that went well began; before `due_at`, the day is due. */
  doneAt: instant("done_at"),
  ...tries(),
});

/** A thing to be done by the clock that is about no period and no day, such as `housekeeping`. */
export const dueChores = pgTable("due_chores", {
  name: text("name").primaryKey(),
  dueAt: instant("due_at").notNull(),
  /** When it last began and went well; before `due_at`, it is due. */
  doneAt: instant("done_at"),
  ...tries(),
});

// --- subscribers ------------------------------------------------------------

export const subscriberStates = ["pending", "active", "paused", "unsubscribed"] as const;
export const readerCadences = ["daily", "weekdays", "weekly", "monthly"] as const;

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
    timezone: text("timezone").notNull().default("UTC"),
    /** Local hour of delivery, 0 to 23. */
    hour: smallint("hour").notNull().default(7),
    cadence: text("cadence", { enum: readerCadences }).notNull().default("daily"),
    /** arXiv categories or archives (`cs.CL`, `cs`); empty means all. */
    topics: text("topics").array().notNull().default([]),
    keywords: text("keywords").array().notNull().default([]),
    authors: text("authors").array().notNull().default([]),
    mutedKeywords: text("muted_keywords").array().notNull().default([]),
    mutedAuthors: text("muted_authors").array().notNull().default([]),
    maxPapers: smallint("max_papers").notNull().default(10),
    detail: text("detail", { enum: details }).notNull().default("summary"),
    /** Skip the digest when fewer papers than this match. */
    minMatches: smallint("min_matches").notNull().default(1),
    wantsLateRisers: boolean("wants_late_risers").notNull().default(true),
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
    oneOf("subscribers_state_known", "state", subscriberStates),
    oneOf("subscribers_cadence_known", "cadence", readerCadences),
    oneOf("subscribers_detail_known", "detail", details),
    check("subscribers_hour_range", sql`hour between 0 and 23`),
    check("subscribers_max_papers_range", sql`max_papers between 1 and 50`),
    check("subscribers_min_matches_range", sql`min_matches between 1 and 50`),
    check("subscribers_email_key_lower", sql`email_key = lower(email_key)`),
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

/** `left`: an imported list says that they unsubscribed from it. */
export const suppressionReasons = ["bounce", "complaint", "operator", "provider", "erased", "left"] as const;

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
    /** What was reported, in words. */
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
    index("suppressions_key_id").on(t.keyId),
    index("suppressions_keyed_hash").on(t.keyedHash),
    oneOf("suppressions_reason_known", "reason", suppressionReasons),
    check("suppressions_key_named", sql`(key_id is null) = (keyed_hash is null)`),
  ],
);

// --- delivery ---------------------------------------------------------------

/**
 * planned: deliveries assigned, recipients not yet looked at;
 * sealed: recipients, bytes and key fixed; binding from the first request that may have been accepted;
 * settled: every delivery of it has its outcome;
 * split: refused whole and replaced by two halves;
 * uncertain: nobody knows whether the provider accepted it.
 */
export const batchStates = ["planned", "sealed", "settled", "split", "uncertain", "cancelled"] as const;

export const batches = pgTable(
  "batches",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id),
    state: text("state", { enum: batchStates }).notNull(),
    dueAt: instant("due_at").notNull(),
    /** The stable name of the one request that the present seal means; a new seal takes a new one. */
    idempotencyKey: text("idempotency_key"),
    /** Hex SHA-256 of the exact request body; set when sealed. */
    bodyHash: text("body_hash"),
    /**
     * Whom the sealed body addresses and with what, in its order. Of an uncertain batch only the ids of the
     * subscribers are left, since nothing of it is sent again; emptied when the batch has its outcome.
     */
    recipients: jsonb("recipients").$type<SealedRecipient[]>(),
    /** From whom the sealed mails are, and where answers go; null when they have what their edition was compiled with. */
    sender: jsonb("sender").$type<MailSender>(),
    parentId: uuid("parent_id"),
    sealedAt: instant("sealed_at"),
    /** When its first request may have left: the key's life counts from here. */
    firstAttemptAt: instant("first_attempt_at"),
    /** Requests begun under the present key. */
    attempts: integer("attempts").notNull().default(0),
    /** Those of them that the provider certainly did not accept; equal to `attempts`, the seal does not bind. */
    declined: integer("declined").notNull().default(0),
    /** Only workers of the release before count here, and read it. */
    refusals: integer("refusals").notNull().default(0),
    /** Answers under the present key that did not name all mails. */
    incompleteAnswers: integer("incomplete_answers").notNull().default(0),
    /** Not before this instant is the batch tried again. */
    nextAttemptAt: instant("next_attempt_at"),
    /** A worker holds the batch until this instant. */
    leasedUntil: instant("leased_until"),
    lastError: text("last_error"),
    /** Why the provider refused mails of it, when that concerns all mails; a batch planned for such mails has it too. */
    refusedFor: text("refused_for"),
    refusedAt: instant("refused_at"),
    settledAt: instant("settled_at"),
    /** How many of its mails the provider accepted; counted by the breaker when it first needs it, else null. */
    submitted: integer("submitted"),
  },
  (t) => [
    index("batches_settled_at").on(t.settledAt),
    index("batches_open").on(t.dueAt).where(sql`state in ('planned', 'sealed')`),
    index("batches_edition").on(t.editionId, t.state),
    index("batches_uncertain").on(t.id).where(sql`state = 'uncertain'`),
    uniqueIndex("batches_idempotency_key").on(t.idempotencyKey),
    oneOf("batches_state_known", "state", batchStates),
    check("batches_declined_within_attempts", sql`declined between 0 and attempts`),
    // Halves take keys of their own: never of what may have been accepted under another. Older rows are not asked.
    check("batches_split_not_accepted", sql`state <> 'split' or attempts <= declined + 1`),
    check(
      "batches_sealed_whole",
      sql`state <> 'sealed' or (body_hash is not null and recipients is not null and idempotency_key is not null)`,
    ),
  ],
);

export const deliveryStates = ["pending", "sealed", "submitted", "excluded", "failed", "uncertain"] as const;
/** In the order in which one outweighs another, whichever came first. */
export const outcomes = [
  "delayed",
  "delivered",
  "failed",
  "bounced-transient",
  "suppressed",
  "bounced",
  "complained",
] as const;

/** One edition to one subscriber. No foreign key to the subscriber: counts outlive an erasure. */
export const deliveries = pgTable(
  "deliveries",
  {
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id),
    subscriberId: uuid("subscriber_id").notNull(),
    state: text("state", { enum: deliveryStates }).notNull(),
    batchId: uuid("batch_id").references(() => batches.id),
    dueAt: instant("due_at").notNull(),
    /** Why it was excluded, failed or became uncertain. */
    reason: text("reason"),
    /** What the mail shows, from its seal on; null when the seal was undone. Nothing looks inside: half of a jsonb. */
    choice: json("choice").$type<DigestChoice>(),
    /** The provider's id of the mail. */
    providerId: text("provider_id"),
    submittedAt: instant("submitted_at"),
    /** What feedback said of it after it was submitted. */
    outcome: text("outcome", { enum: outcomes }),
    outcomeAt: instant("outcome_at"),
    /** When a person first opened or followed a link, as far as that can be told. */
    openedAt: instant("opened_at"),
    clickedAt: instant("clicked_at"),
    /** When a scanner or a prefetching client first did. */
    machineOpenedAt: instant("machine_opened_at"),
    machineClickedAt: instant("machine_clicked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.subscriberId] }),
    // With the state: while statistics are old, PostgreSQL 18 expects next to nothing of a state that a whole edition
    // has just taken, and reads all of that edition for each batch by the index on the state.
    index("deliveries_batch").on(t.batchId, t.state),
    index("deliveries_subscriber").on(t.subscriberId),
    index("deliveries_state").on(t.editionId, t.state),
    // For events whose tags are missing; every settled delivery pays for it. At a million rows a hash takes half
    // the room of a tree and a third of its write-ahead log, and settling a batch was not measurably slower.
    index("deliveries_provider_id").using("hash", t.providerId).where(sql`provider_id is not null`),
    oneOf("deliveries_state_known", "state", deliveryStates),
    check(
      "deliveries_reason_given",
      sql`state not in ('excluded', 'failed', 'uncertain') or reason is not null`,
    ),
    check("deliveries_choice_sealed", sql`state not in ('pending', 'excluded') or choice is null`),
  ],
);

export const reportedOutcomes = ["bounced", "complained"] as const;

/**
 * A permanent bounce or a complaint, as the breaker counts it: few rows beside the deliveries, whose updates no index
 * on their outcome makes dearer. What a worker of the release before hears comes here by a trigger.
 */
export const deliveryReports = pgTable(
  "delivery_reports",
  {
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id),
    subscriberId: uuid("subscriber_id").notNull(),
    outcome: text("outcome", { enum: reportedOutcomes }).notNull(),
    /** When it was applied here, not when it happened: a resume counts what comes after it. */
    heardAt: instant("heard_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.subscriberId] }),
    index("delivery_reports_heard_at").on(t.heardAt),
    oneOf("delivery_reports_outcome_known", "outcome", reportedOutcomes),
  ],
);

/** One row per provider: the shared pace of requests, and why and until when they wait. */
export const sendGates = pgTable("send_gates", {
  name: text("name").primaryKey(),
  /** The next request may leave at this instant (clock of the database). */
  nextAt: instant("next_at").notNull(),
  /** What the provider's headers allow; null when they said nothing. */
  providerLimitPerSecond: doublePrecision("provider_limit_per_second"),
  blockedUntil: instant("blocked_until"),
  blockedReason: text("blocked_reason"),
  blockedSince: instant("blocked_since"),
});

/** When the provider was last asked about the account; one row. */
export const providerUsages = pgTable("provider_usages", {
  name: text("name").primaryKey(),
  askedAt: instant("asked_at").notNull(),
  /** Written by workers of the release before and read by nobody, as the next: the gate keeps the pace that was told. */
  readAt: instant("read_at"),
  requestsPerSecond: doublePrecision("requests_per_second"),
});

/** How far the provider's own word was fetched; one row. */
export const reconciliations = pgTable("reconciliations", {
  name: text("name").primaryKey(),
  /** Names who holds it, until an instant. */
  leaseId: uuid("lease_id"),
  leasedUntil: instant("leased_until"),
  /** Requests made on that day (UTC). */
  spentOn: day("spent_on"),
  spent: integer("spent").notNull().default(0),
  webhookId: text("webhook_id"),
  /** The newest event up to which all are known. */
  eventsUntil: text("events_until"),
  /** Of a pass that goes back from the newest event: that event, and the last one that was looked at. */
  eventsHead: text("events_head"),
  eventsAfter: text("events_after"),
  /** When the last whole pass over the mails began, and the last mail of one that is under way. */
  mailsPassedAt: instant("mails_passed_at"),
  mailsBeganAt: instant("mails_began_at"),
  mailsAfter: text("mails_after"),
  /** The same of the provider's suppression list. */
  listPassedAt: instant("list_passed_at"),
  listBeganAt: instant("list_began_at"),
  listAfter: text("list_after"),
  /** When a run last ended, what came of it, and what the provider refused. */
  ranAt: instant("ran_at"),
  report: jsonb("report").$type<ReconcileReport>(),
});

/**
 * whole: as it was received;
 * hashed: of no delivery that is known yet, so that it may be recalled: addresses hashed, the rest reduced;
 * reduced: only what says of its delivery what happened, and whether a machine or a person did it.
 */
export const payloadForms = ["whole", "hashed", "reduced"] as const;

/** A webhook event. */
export const providerEvents = pgTable(
  "provider_events",
  {
    /** The provider's event id (`svix-id`). */
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    editionId: text("edition_id"),
    subscriberId: uuid("subscriber_id"),
    providerId: text("provider_id"),
    occurredAt: instant("occurred_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    payload: jsonb("payload").notNull(),
    payloadForm: text("payload_form", { enum: payloadForms }).notNull().default("whole"),
    appliedAt: instant("applied_at"),
    /** Why it could not be applied, or not to a delivery. */
    note: text("note"),
  },
  (t) => [
    index("provider_events_unapplied").on(t.receivedAt).where(sql`applied_at is null`),
    index("provider_events_delivery").on(t.editionId, t.subscriberId),
    index("provider_events_noted").on(t.receivedAt).where(sql`note is not null`),
    index("provider_events_removed")
      .on(sql`(payload #>> '{data,id}')`)
      .where(sql`type = 'suppression.removed'`),
    index("provider_events_unreduced").on(t.payloadForm, t.receivedAt).where(sql`payload_form <> 'reduced'`),
    oneOf("provider_events_payload_form_known", "payload_form", payloadForms),
  ],
);

export const noticeKinds = ["confirm", "welcome", "preferences-link", "goodbye", "operator-alert"] as const;
export const noticeStates = ["pending", "sealed", "submitted", "failed", "uncertain"] as const;

/** A single mail that the site or an operator caused; written in the transaction that causes it. */
export const notices = pgTable(
  "notices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind", { enum: noticeKinds }).notNull(),
    subscriberId: uuid("subscriber_id").references(() => subscribers.id, { onDelete: "cascade" }),
    recipient: text("recipient").notNull(),
    /** Values for the template of its kind. */
    props: jsonb("props").notNull(),
    state: text("state", { enum: noticeStates }).notNull().default("pending"),
    /** The rendered mail, fixed before its first request. */
    mail: jsonb("mail"),
    attempts: integer("attempts").notNull().default(0),
    firstAttemptAt: instant("first_attempt_at"),
    nextAttemptAt: instant("next_attempt_at"),
    leasedUntil: instant("leased_until"),
    providerId: text("provider_id"),
    reason: text("reason"),
    createdAt: instant("created_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    index("notices_open").on(t.createdAt).where(sql`state in ('pending', 'sealed')`),
    index("notices_recipient").on(t.recipient, t.createdAt),
    // For events whose tags are missing.
    index("notices_provider_id").using("hash", t.providerId).where(sql`provider_id is not null`),
    oneOf("notices_kind_known", "kind", noticeKinds),
    oneOf("notices_state_known", "state", noticeStates),
  ],
);

export const alertKinds = [
  "edition-late",
  "source-down",
  "provider-blocked",
  "breaker",
  "uncertain",
  "queue-dead",
  "feedback-stuck",
  "missed-period",
  "held-edition",
  "webhooks-refused",
  "clock-off",
  "disk-full",
  "queue-moved",
  "breaker-near",
] as const;

/** Something that needs an operator: raised once, cleared when it is over. */
export const alerts = pgTable(
  "alerts",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind", { enum: alertKinds }).notNull(),
    /** Names its news to the webhook: no other installation has it, nor a ledger that was restored and counts anew. */
    newsKey: uuid("news_key").notNull().defaultRandom(),
    /** The edition, source or queue that it is about; empty when there is but one. */
    subject: text("subject").notNull(),
    message: text("message").notNull(),
    raisedAt: instant("raised_at").notNull(),
    clearedAt: instant("cleared_at"),
    /** When the webhook took the news of its beginning, and of its end. */
    raisedPostedAt: instant("raised_posted_at"),
    clearedPostedAt: instant("cleared_posted_at"),
    /** Until when one process has the posting of its news to itself. */
    postLeasedUntil: instant("post_leased_until"),
    /** The mail that told its beginning. */
    noticeId: uuid("notice_id"),
    /** When it was found over by a process that knows all kinds; without it, a release before only thought so. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("alerts_active").on(t.kind, t.subject).where(sql`cleared_at is null`),
    index("alerts_raised_at").on(t.raisedAt),
    oneOf("alerts_kind_known", "kind", alertKinds),
  ],
);

/** What each process of `web` and of workers last told of itself; the watch of any process judges them all. */
export const processReports = pgTable("process_reports", {
  id: uuid("id").primaryKey(),
  /** The machine's name. */
  host: text("host").notNull(),
  reportedAt: instant("reported_at").notNull(),
  clockOffsetMs: bigint("clock_offset_ms", { mode: "number" }).notNull(),
  isClockRight: boolean("is_clock_right").notNull(),
  /** Why its queue cannot be used; null when it can. */
  queueError: text("queue_error"),
  /** Disks that are nearly full, as sentences by the name of their folder. */
  fullDisks: jsonb("full_disks").notNull().default({}),
});

/** How many webhooks were refused in each minute (UTC), by all processes. */
export const webhookRefusals = pgTable("webhook_refusals", {
  minute: instant("minute").primaryKey(),
  count: integer("count").notNull(),
});

/** One row for each kind of look that wants to see a write committed. */
export const probes = pgTable("probes", {
  name: text("name").primaryKey(),
  writtenAt: instant("written_at").notNull(),
});

// --- the local mailbox ------------------------------------------------------

/** Requests that the local mailbox accepted: the same key gets the same answer, as at the provider. */
export const outboxRequests = pgTable("outbox_requests", {
  idempotencyKey: text("idempotency_key").primaryKey(),
  bodyHash: text("body_hash").notNull(),
  mailIds: uuid("mail_ids").array().notNull(),
  acceptedAt: instant("accepted_at").notNull(),
});

/** Mails kept in the local mailbox. */
export const outboxMails = pgTable(
  "outbox_mails",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sender: text("sender").notNull(),
    recipient: text("recipient").notNull(),
    replyTo: text("reply_to"),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    tags: jsonb("tags").$type<Record<string, string>>().notNull(),
    acceptedAt: instant("accepted_at").notNull(),
  },
  (t) => [
    index("outbox_mails_accepted_at").on(t.acceptedAt),
    index("outbox_mails_recipient").on(t.recipient),
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

// --- operators at /ops ------------------------------------------------------

/** Operators who are logged in; a session that was ended has no row any more. */
export const opsSessions = pgTable(
  "ops_sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Keyed hash of the cookie: the table lets nobody in. */
    tokenHash: text("token_hash").notNull(),
    /** Tells under which password and signing secret it was begun; under others it counts no more. */
    keyMark: text("key_mark").notNull(),
    /** The browser's family, such as "Firefox on Linux". */
    browser: text("browser").notNull(),
    createdAt: instant("created_at").notNull(),
    /** To the minute. */
    lastSeenAt: instant("last_seen_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [uniqueIndex("ops_sessions_token_hash").on(t.tokenHash), index("ops_sessions_ends_at").on(t.endsAt)],
);

/** How often a password was lately tried, and from when on the next try is looked at. */
export const logInTries = pgTable("log_in_tries", {
  /** Lane and hashed client, never an IP in the clear. */
  key: text("key").primaryKey(),
  wrong: integer("wrong").notNull(),
  lastAt: instant("last_at").notNull(),
  nextAt: instant("next_at").notNull(),
});
