import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { Actor } from "../audit/actor.ts";
import { cadences } from "../calendar/periods.ts";
import { day, instant, oneOf } from "../db/columns.ts";
import type { DueFacts } from "./due-key.ts";
import type { Errand, ErrandOutcome, ErrandProgress } from "./errand.ts";

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
    /** What the site says of itself to others, so that they know which installation answers. */
    publicId: uuid("public_id").notNull().defaultRandom(),
    /** By which readers are to be mailed; until a process has it, digests wait. Null when none is waited for. */
    awaitedMailer: text("awaited_mailer"),
    /** When a process that mails by the provider last looked at what is due. */
    mailingSeenAt: instant("mailing_seen_at"),
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

/** What an operator asked for at `/ops`, for a worker to do. */
export const dueErrands = pgTable(
  "due_errands",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    asked: jsonb("asked").$type<Errand>().notNull(),
    /** In whose name it is done. */
    askedBy: jsonb("asked_by").$type<Actor>().notNull(),
    /** When it was asked for. */
    dueAt: instant("due_at").notNull(),
    doneAt: instant("done_at"),
    /** When its progress or its outcome was last written. */
    notedAt: instant("noted_at").notNull(),
    progress: jsonb("progress").$type<ErrandProgress>(),
    outcome: jsonb("outcome").$type<ErrandOutcome>(),
    ...tries(),
  },
  (t) => [
    index("due_errands_due_at").on(t.dueAt),
    check("due_errands_done_with_outcome", sql`("done_at" is null) = ("outcome" is null)`),
  ],
);
