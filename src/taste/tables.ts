import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../db/columns.ts";
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
  },
  (t) => [
    primaryKey({ columns: [t.subscriberId, t.paperId, t.kind] }),
    uniqueIndex("paper_marks_one_opinion").on(t.subscriberId, t.paperId).where(sql`kind <> 'save'`),
    index("paper_marks_paper").on(t.paperId),
    oneOf("paper_marks_kind_known", "kind", markKinds),
  ],
);
