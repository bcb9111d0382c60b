import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Actor } from "../audit/actor.ts";
import { cadences } from "../calendar/periods.ts";
import { holdEnds } from "../config/hold.ts";
import { bytes, bytewiseText, instant, oneOf } from "../db/columns.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import type { StoredEditionPaper } from "./edition.ts";
import type { EditionEdits } from "./edits.ts";
import type { BreakerFacts } from "./pause-facts.ts";

export const editionStates = ["held", "sending", "paused", "cancelled", "sent"] as const;

export const pausers = ["operator", "breaker", "restore"] as const;

export const editions = pgTable(
  "editions",
  {
    /** `daily-2026-06-18`, `weekly-2026-W25` or `monthly-2026-06`. */
    id: bytewiseText("id").primaryKey(),
    cadence: text("cadence", { enum: cadences }).notNull(),
    period: text("period").notNull(),
    /** Counts from 1 within a cadence. */
    number: integer("number").notNull(),
    state: text("state", { enum: editionStates }).notNull(),
    /** What the operator who paused it said of it; beside it, what the release before shows. */
    stateReason: text("state_reason"),
    /** Who paused it; null while it is not paused. Triggers see to that, also where a release before paused it. */
    pausedBy: text("paused_by", { enum: pausers }),
    /** What the breaker saw; worded where it is shown. */
    pausedFacts: jsonb("paused_facts").$type<BreakerFacts>(),
    /** When an operator last resumed it past the breaker: only feedback that came later counts. */
    breakerResumedAt: instant("breaker_resumed_at"),
    /**
     * Written by workers of the release before. Where it is true without `breaker_resumed_at`, one of them resumed
     * past the breaker, which then leaves the edition alone.
     */
    isBreakerOverridden: boolean("is_breaker_overridden").notNull().default(false),
    /** Until when it is held by itself, and what happens then; null when it waits for an operator for ever. */
    holdEndsAt: instant("hold_ends_at"),
    atHoldEnd: text("at_hold_end", { enum: holdEnds }),
    /** When it was frozen. */
    publishedAt: instant("published_at").notNull(),
    /**
     * When it was let go: at once, when somebody approved it, or when its hold was over. Null while nobody has, and of one
     * that was cancelled before; then nothing public shows it. A trigger sees to that where a release before lets it go.
     */
    releasedAt: instant("released_at"),
    finishedAt: instant("finished_at"),
    /** Sources that could not be collected for the period. */
    missingSources: text("missing_sources").array().notNull().default([]),
    /** How many deliveries were planned, now equal to the number of rows in `deliveries`. */
    planned: integer("planned").notNull().default(0),
    /** The newest of its revisions, which its pages and feeds show; 1 is as it was frozen. */
    revision: integer("revision").notNull().default(1),
    /** When that was made; null of the first. */
    revisedAt: instant("revised_at"),
  },
  (t) => [
    uniqueIndex("editions_period").on(t.cadence, t.period),
    uniqueIndex("editions_number").on(t.cadence, t.number),
    oneOf("editions_cadence_known", "cadence", cadences),
    oneOf("editions_state_known", "state", editionStates),
    oneOf("editions_paused_by_known", "paused_by", pausers),
    oneOf("editions_at_hold_end_known", "at_hold_end", holdEnds),
  ],
);

/** A number for each paper that an edition holds or held; a trigger on `edition_papers` gives it. */
export const paperNumbers = pgTable(
  "paper_numbers",
  {
    paperId: text("paper_id").primaryKey(),
    number: integer("number").notNull().generatedAlwaysAsIdentity(),
  },
  (t) => [unique("paper_numbers_number").on(t.number)],
);

/** A paper as it was when its edition was frozen. */
export const editionPapers = pgTable(
  "edition_papers",
  {
    editionId: bytewiseText("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    paperId: text("paper_id").notNull(),
    section: text("section", { enum: ["top", "late", "further"] }).notNull(),
    /** 1 is first, within the section; further papers go on where the top ended. */
    rank: integer("rank").notNull(),
    score: doublePrecision("score").notNull(),
    parts: jsonb("parts").$type<Record<string, number>>().notNull(),
    frozen: jsonb("frozen").$type<StoredEditionPaper>().notNull(),
    /** Its rank in the newest revision of its edition; null where that is the frozen one. */
    shownRank: integer("shown_rank"),
    /** Since when the newest revision of its edition has it no more. */
    droppedAt: instant("dropped_at"),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.paperId] }),
    uniqueIndex("edition_papers_rank").on(t.editionId, t.section, t.rank),
    index("edition_papers_paper").on(t.paperId),
  ],
);

/**
 * What an operator's hand made of an edition, each with the compiled set of the same revision: the first revision is
 * the edition as it was frozen, and has no row. A set that has none was compiled anew with the edits before.
 */
export const editionRevisions = pgTable(
  "edition_revisions",
  {
    editionId: bytewiseText("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    /** All that is different from the frozen edition, not only from the revision before. */
    edits: jsonb("edits").$type<EditionEdits>().notNull(),
    /** The numbers of its mailed part's papers, at the places by which a choice names them. */
    papers: integer("papers").array().notNull(),
    madeAt: instant("made_at").notNull(),
    actorKind: text("actor_kind").$type<Actor["kind"]>().notNull(),
    /** An operator's name, or the system's user. */
    actorName: text("actor_name"),
  },
  (t) => [
    primaryKey({ columns: [t.editionId, t.revision] }),
    check("edition_revisions_revision_counts", sql`revision >= 2`),
  ],
);

/**
 * What the papers of an edition's mailed part are about, as it was when it was frozen, so that each seal orders them for
 * its readers alike. Missing in what a release froze that knew no readers' marks.
 */
export const editionVectors = pgTable("edition_vectors", {
  editionId: bytewiseText("edition_id")
    .primaryKey()
    .references(() => editions.id, { onDelete: "cascade" }),
  /** By the id of the paper; one that shares no word with another is missing. */
  vectors: jsonb("vectors").$type<Record<string, PaperVector>>().notNull(),
});

/** What is shown of an edition elsewhere, beside a link to it; drawn after its freeze. */
export const editionPictures = pgTable("edition_pictures", {
  editionId: bytewiseText("edition_id")
    .primaryKey()
    .references(() => editions.id, { onDelete: "cascade" }),
  /** Null while it is being drawn, and where that failed. */
  png: bytes("png"),
  tries: integer("tries").notNull().default(1),
  triedAt: instant("tried_at").notNull(),
});
