import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytewiseText, instant, oneOf } from "../db/columns.ts";
import { papers } from "../papers/tables.ts";

export const nameKinds = ["topic", "keyword", "organization", "author"] as const;

/** What has a page of its papers. */
export type NameKind = (typeof nameKinds)[number];

/** Under which names a paper is found, kept by triggers on papers. */
export const paperNames = pgTable(
  "paper_names",
  {
    kind: text("kind", { enum: nameKinds }).notNull(),
    /** Of a topic its identifier (its archive's too), of all others their `nameKey`. */
    key: bytewiseText("key").notNull(),
    publishedAt: instant("published_at").notNull(),
    paperId: text("paper_id")
      .notNull()
      .references(() => papers.id, { onDelete: "cascade" }),
    /** As the paper spells it, cut to 200 characters. */
    name: text("name").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.key, t.publishedAt, t.paperId] }),
    index("paper_names_paper").on(t.paperId),
    index("paper_names_last")
      .on(sql`paperboy_last_name(${t.key})`, t.key, t.name)
      .where(sql`kind = 'author'`),
    index("paper_names_organizations").on(t.key, t.name).where(sql`kind = 'organization'`),
    oneOf("paper_names_kind_known", "kind", nameKinds),
  ],
);

/** The newest signal of each paper, kept by triggers on `paper_signals`. */
export const paperVotes = pgTable("paper_votes", {
  paperId: text("paper_id")
    .primaryKey()
    .references(() => papers.id, { onDelete: "cascade" }),
  upvotes: integer("upvotes").notNull(),
  comments: integer("comments").notNull(),
  stars: integer("stars"),
  observedAt: instant("observed_at").notNull(),
});
