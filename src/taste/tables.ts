import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";
import type { PaperTerm } from "../papers/search/paper-terms.ts";
import { papers } from "../papers/tables.ts";
import { subscribers } from "../subscribers/tables.ts";

/** What a reader may say of a paper: more like this, less like this, or keep it for later. */
export const markKinds = ["more", "less", "save"] as const;

/** What readers said of papers. Of `more` and `less` a paper has at most one from each reader. */
export const paperMarks = pgTable(
  "paper_marks",
  {
    subscriberId: uuid("subscriber_id")
      .notNull()
      .references(() => subscribers.id, { onDelete: "cascade" }),
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: markKinds }).notNull(),
    markedAt: instant("marked_at").notNull(),
    /** When the reader had read a saved paper; null while they have not, and for any other mark. */
    doneAt: instant("done_at"),
  },
  (t) => [
    primaryKey({ columns: [t.subscriberId, t.paperId, t.kind] }),
    uniqueIndex("paper_marks_one_opinion").on(t.subscriberId, t.paperId).where(sql`kind <> 'save'`),
    index("paper_marks_paper").on(t.paperId),
    oneOf("paper_marks_kind_known", "kind", markKinds),
    check("paper_marks_done_is_saved", sql`done_at is null or kind = 'save'`),
  ],
);

/** What a reader's marks say, as it was last computed, and which words the reader took out. */
export const tasteProfiles = pgTable("taste_profiles", {
  subscriberId: uuid("subscriber_id")
    .primaryKey()
    .references(() => subscribers.id, { onDelete: "cascade" }),
  /** Above zero the reader wants more of a word, below zero less. */
  terms: jsonb("terms").$type<PaperTerm[]>().notNull().default([]),
  /** Of the similarity of recent papers; a spread of 0 when nothing can be said of them. */
  mean: doublePrecision("mean").notNull().default(0),
  spread: doublePrecision("spread").notNull().default(0),
  /** From how many it was made. */
  marks: integer("marks").notNull().default(0),
  /** Lexemes that stay out. */
  removed: text("removed").array().notNull().default([]),
  computedAt: instant("computed_at").notNull(),
});
