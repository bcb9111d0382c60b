import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { oneOf } from "../db/columns.ts";
import { details, editions } from "../editions/tables.ts";
import type { CompiledDigest } from "./model.ts";

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
