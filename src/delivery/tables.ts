import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytewiseText, day, instant, oneOf } from "../db/columns.ts";
import type { DigestChoice, MailSender } from "../digest/compiled-digest.ts";
import { compiledSets } from "../digest/tables.ts";
import { editions } from "../editions/tables.ts";
import { subscribers } from "../subscribers/tables.ts";
import { batchTroubles, blockReasons, deliveryReasons, eventNotes, type TroubleFacts } from "./codes.ts";
import type { KeptHistory, ReconcileReport, SealedRecipient } from "./kept-shapes.ts";

/**
 * planned: deliveries assigned, recipients not yet looked at;
 * sealed: recipients, bytes and key fixed; binding from the first request that may have been accepted;
 * settled: every delivery of it has its outcome;
 * split: refused whole and replaced by two halves;
 * uncertain: nobody knows whether the provider accepted it.
 */
export const batchStates = ["planned", "sealed", "settled", "split", "uncertain", "cancelled"] as const;

const openStates = ["planned", "sealed"] as const satisfies readonly (typeof batchStates)[number][];

/** Whether a batch still has work before it. Its states are written out: PostgreSQL finds the index of them so. */
export const isOpenBatch = (column: "state" | "b.state" | "o.state" = "state") =>
  sql.raw(`${column} in (${openStates.map((state) => `'${state}'`).join(", ")})`);

export const batches = pgTable(
  "batches",
  {
    id: uuid("id").notNull().defaultRandom(),
    editionId: bytewiseText("edition_id")
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
    /** The compiled set of the present seal; null means the edition's first, as workers of the release before seal. */
    setId: uuid("set_id").references(() => compiledSets.id),
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
    /** What stood in the way last. */
    errorCode: text("error_code", { enum: batchTroubles }),
    errorFacts: jsonb("error_facts").$type<TroubleFacts>(),
    /** The provider's own words, where there are any; read by nobody but people, and by the release before. */
    lastError: text("last_error"),
    /** For what the provider refused mails of it, when that concerns all mails; a batch planned for such mails has it too. */
    refusedKey: text("refused_key"),
    /** That refusal in the provider's own words. */
    refusedFor: text("refused_for"),
    refusedAt: instant("refused_at"),
    settledAt: instant("settled_at"),
    /** How many of its mails the provider accepted; counted by the breaker when it first needs it, else null. */
    submitted: integer("submitted"),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.id] }),
    // For who knows no edition: workers of the release before, and addresses of pages.
    index("batches_id").on(t.id),
    index("batches_settled_at").on(t.settledAt),
    index("batches_open").on(t.dueAt).where(isOpenBatch()),
    index("batches_edition").on(t.editionId, t.state),
    index("batches_uncertain").on(t.id).where(sql`state = 'uncertain'`),
    // Within an edition: no index of partitions spans them. Keys are drawn at random, and a seal names its own.
    uniqueIndex("batches_idempotency_key").on(t.editionId, t.idempotencyKey),
    oneOf("batches_state_known", "state", batchStates),
    oneOf("batches_error_code_known", "error_code", batchTroubles),
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
    editionId: bytewiseText("edition_id")
      .notNull()
      .references(() => editions.id),
    subscriberId: uuid("subscriber_id").notNull(),
    state: text("state", { enum: deliveryStates }).notNull(),
    batchId: uuid("batch_id"),
    dueAt: instant("due_at").notNull(),
    /** Why it was excluded, failed or became uncertain. What a worker of the release before writes gets it by a trigger. */
    reasonCode: text("reason_code", { enum: deliveryReasons }),
    /** Which refusal it was, when the provider refused it. */
    refusalKey: text("refusal_key"),
    /** The provider's own words, where there are any, else the code: for people, and for the release before. */
    reason: text("reason"),
    /**
     * What the mail shows, from its seal on; null when the seal was undone. `json`, not `jsonb`: no query looks
     * inside, and it takes half the room.
     */
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
    // Each partition has a foreign key of its own to the batches of the same (`partitions/partitions-store.ts`).
    // No index has the state, the choice, the provider's id or a time: sealing, settling and what is heard of a mail
    // write the row anew where it lies, and no index. What is sought by those lies elsewhere: uncertain mails are in
    // uncertain batches, the provider's ids in `mail_hashes`.
    index("deliveries_batch").on(t.batchId),
    index("deliveries_subscriber").on(t.subscriberId),
    // Those that are excluded, failed or uncertain; "other" where a worker of the release before gave no code.
    index("deliveries_reason")
      .on(t.editionId, sql`coalesce(reason_code, 'other')`)
      .where(sql`reason is not null`),
    oneOf("deliveries_state_known", "state", deliveryStates),
    oneOf("deliveries_reason_code_known", "reason_code", deliveryReasons),
    check(
      "deliveries_reason_given",
      sql`state not in ('excluded', 'failed', 'uncertain') or reason is not null`,
    ),
    check("deliveries_choice_sealed", sql`state not in ('pending', 'excluded') or choice is null`),
  ],
);

/**
 * By what a mail is found of which only the provider's id is known, as an event without tags has it: 32 bits of the
 * SHA-256 of each id, as `paperboy_mail_hash` makes them, in a row for all that one statement gave to a batch. A delivery
 * that is found so is the one only if it has the id. A trigger on `deliveries` writes them, whoever learns an id.
 */
export const mailHashes = pgTable(
  "mail_hashes",
  {
    editionId: bytewiseText("edition_id").notNull(),
    batchId: uuid("batch_id"),
    hashes: integer("hashes").array().notNull(),
  },
  (t) => [
    index("mail_hashes_edition").on(t.editionId),
    index("mail_hashes_hashes").using("gin", t.hashes).with({ gin_pending_list_limit: 256 }),
  ],
);

/**
 * How many deliveries of an edition stand where: the sums of its rows. A trigger adds rows for each change of
 * deliveries and changes none, so that workers never wait for each other; they are folded from time to time. They are
 * all that is known of an edition only when it is among `counted_editions`, else what changed since it was planned.
 */
export const editionTotals = pgTable(
  "edition_totals",
  {
    editionId: bytewiseText("edition_id").notNull(),
    state: text("state", { enum: deliveryStates }).notNull(),
    /** As of a delivery; "other" where it has a reason and no code. */
    reasonCode: text("reason_code", { enum: deliveryReasons }),
    refusalKey: text("refusal_key"),
    outcome: text("outcome", { enum: outcomes }),
    deliveries: integer("deliveries").notNull().default(0),
    /** How many of them are quiet mails. */
    quiet: integer("quiet").notNull().default(0),
    opened: integer("opened").notNull().default(0),
    clicked: integer("clicked").notNull().default(0),
    machineOpened: integer("machine_opened").notNull().default(0),
    machineClicked: integer("machine_clicked").notNull().default(0),
    /** The reason of one of them. */
    reason: text("reason"),
  },
  (t) => [index("edition_totals_edition").on(t.editionId)],
);

/** Of which editions the totals are kept, with what does not change once one is finished. */
export const countedEditions = pgTable("counted_editions", {
  editionId: bytewiseText("edition_id")
    .primaryKey()
    .references(() => editions.id, { onDelete: "cascade" }),
  /** How many deliveries were counted; where the edition says another number, it is to be counted anew. */
  planned: integer("planned").notNull(),
  countedAt: instant("counted_at").notNull(),
  /** As the edition's own when its batches were counted, null while it goes out: what follows holds while they agree. */
  finishedAt: instant("finished_at"),
  /** Whether its ledger added up. */
  isWhole: boolean("is_whole").notNull(),
  /** Without those that were split. */
  batches: integer("batches").notNull(),
  requests: integer("requests").notNull(),
  declined: integer("declined").notNull(),
  /** When its mails left; null while it goes out. */
  history: jsonb("history").$type<KeptHistory>(),
  /**
   * Since when its deliveries and batches are let go of, so that these totals are all that is kept; null while they stay.
   * A trigger lets nobody count it anew from then on, and another lets nothing plan or send it again.
   */
  retiringSince: instant("retiring_since"),
  /** When the last of them had gone. */
  retiredAt: instant("retired_at"),
});

/**
 * Which papers a delivery showed its reader, by their numbers: there is a row while it is submitted or uncertain and
 * keeps its choice, for as long as is remembered. Triggers on `deliveries` see to that, whoever moves one. No foreign
 * keys: each settled delivery would pay for two look-ups.
 */
export const shownPapers = pgTable(
  "shown_papers",
  {
    editionId: bytewiseText("edition_id").notNull(),
    subscriberId: uuid("subscriber_id").notNull(),
    /** Of `paper_numbers`, without those that did not fit into the mail. */
    papers: integer("papers").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.editionId, t.subscriberId] })],
);

/**
 * Which deliveries are quiet mails: those that tell a reader once in a silence that nothing came. Whether one may have
 * come says its delivery. A worker of the release before makes none, and does not note that a digest ended a silence.
 */
export const quietMails = pgTable(
  "quiet_mails",
  {
    editionId: bytewiseText("edition_id").notNull(),
    subscriberId: uuid("subscriber_id").notNull(),
    /** The edition of the first digest that came after it, or was about to. */
    endedBy: bytewiseText("ended_by"),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.subscriberId] }),
    index("quiet_mails_subscriber").on(t.subscriberId),
  ],
);

/**
 * While a new domain is warmed up: how many mails a seal takes of the cap of a day (UTC). Workers of the release before
 * keep no cap and write none.
 */
export const warmUpBookings = pgTable(
  "warm_up_bookings",
  {
    batchId: uuid("batch_id").primaryKey(),
    /** Of the batch. A trigger names it where a worker of the release before does not. */
    editionId: bytewiseText("edition_id"),
    domain: text("domain").notNull(),
    day: day("day").notNull(),
    mails: integer("mails").notNull(),
  },
  (t) => [index("warm_up_bookings_day").on(t.domain, t.day), check("warm_up_bookings_mails", sql`mails > 0`)],
);

/** Readers whose digest waits for room; they go before who has not waited, in the next edition too. */
export const warmUpWaits = pgTable(
  "warm_up_waits",
  {
    subscriberId: uuid("subscriber_id")
      .primaryKey()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    /** The first day (UTC) that had no room for them. */
    since: day("since").notNull(),
    /** When what they wait for is due. */
    dueAt: instant("due_at").notNull(),
  },
  (t) => [index("warm_up_waits_due_at").on(t.dueAt, t.since)],
);

export const reportedOutcomes = ["bounced", "complained"] as const;

/**
 * Permanent bounces and complaints, as the breaker counts them. A table of its own: it has few rows, while an index
 * on the outcome of deliveries would make every update of a delivery dearer. A trigger adds what a worker of the
 * release before hears.
 */
export const deliveryReports = pgTable(
  "delivery_reports",
  {
    editionId: bytewiseText("edition_id")
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
export const sendGates = pgTable(
  "send_gates",
  {
    name: text("name").primaryKey(),
    /** The next request may leave at this instant (clock of the database). */
    nextAt: instant("next_at").notNull(),
    /** The limit that the provider told; null when it said nothing. */
    providerLimitPerSecond: doublePrecision("provider_limit_per_second"),
    limitFrom: text("limit_from", { enum: ["usage", "headers"] }),
    limitToldAt: instant("limit_told_at"),
    /** Counts the changes of the pace: whoever read an older one decides anew. */
    revision: bigint("revision", { mode: "number" }).notNull().default(0),
    /** As the two after it: of `GatePace`, in milliseconds since 1970. */
    releases: doublePrecision("releases").array().notNull().default([]),
    /** 0 when the next request goes alone, else the slot of the one that does. */
    trialMs: doublePrecision("trial_ms"),
    slowedPerSecond: doublePrecision("slowed_per_second"),
    slowedAt: instant("slowed_at"),
    limitedAt: instant("limited_at"),
    /** The limit that held at the last request, for workers of the release before. */
    pacedPerSecond: doublePrecision("paced_per_second"),
    blockedUntil: instant("blocked_until"),
    blockedCode: text("blocked_code", { enum: blockReasons }),
    /** The provider's own words, where there are any, else the code. */
    blockedReason: text("blocked_reason"),
    blockedSince: instant("blocked_since"),
  },
  () => [
    oneOf("send_gates_blocked_code_known", "blocked_code", blockReasons),
    oneOf("send_gates_limit_from_known", "limit_from", ["usage", "headers"]),
  ],
);

/** When the provider was last asked about the account; one row. */
export const providerUsages = pgTable("provider_usages", {
  name: text("name").primaryKey(),
  askedAt: instant("asked_at").notNull(),
  /**
   * Written by workers of the release before and read by nobody, as the next: the gate keeps the pace that was
   * told.
   */
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
  /** A pass over the events goes from the newest backwards: where it began, and how far it has come. */
  eventsHead: text("events_head"),
  eventsAfter: text("events_after"),
  /** When the last whole pass over the mails began; when the one under way began, and how far it has come. */
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
    editionId: bytewiseText("edition_id"),
    subscriberId: uuid("subscriber_id"),
    providerId: text("provider_id"),
    occurredAt: instant("occurred_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    payload: jsonb("payload").notNull(),
    payloadForm: text("payload_form", { enum: payloadForms }).notNull().default("whole"),
    appliedAt: instant("applied_at"),
    noteCode: text("note_code", { enum: eventNotes }),
    /** The note in the words that workers of the release before write, compare and show. */
    note: text("note"),
  },
  (t) => [
    index("provider_events_unapplied").on(t.receivedAt).where(sql`applied_at is null`),
    index("provider_events_delivery").on(t.editionId, t.subscriberId),
    index("provider_events_clicked").on(t.editionId, t.subscriberId).where(sql`type = 'email.clicked'`),
    index("provider_events_noted").on(t.receivedAt).where(sql`note is not null`),
    index("provider_events_note_code").on(t.noteCode, t.receivedAt).where(sql`note_code is not null`),
    index("provider_events_removed")
      .on(sql`(payload #>> '{data,id}')`)
      .where(sql`type = 'suppression.removed'`),
    index("provider_events_unreduced").on(t.payloadForm, t.receivedAt).where(sql`payload_form <> 'reduced'`),
    oneOf("provider_events_payload_form_known", "payload_form", payloadForms),
    oneOf("provider_events_note_code_known", "note_code", eventNotes),
  ],
);

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
