import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { logoTypes } from "../brand/inspect-logo.ts";
import { bytes, bytewiseText, oneOf } from "../db/columns.ts";
import { details } from "../editions/edition.ts";
import { editions } from "../editions/tables.ts";
import type { CompiledDigest } from "./compiled-digest.ts";

/**
 * All templates of an edition that were compiled together: one for each detail and language that a choice may ask
 * for. A batch names the set that it is sealed with, since a later revision may show other papers at the same places.
 */
export const compiledSets = pgTable(
  "compiled_sets",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    editionId: bytewiseText("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    /** Counts from 1 within its edition; new seals take the newest. */
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    unique("compiled_sets_revision").on(t.editionId, t.revision),
    check("compiled_sets_revision_counts", sql`revision >= 1`),
  ],
);

/** One template of a compiled set. */
export const editionTemplates = pgTable(
  "edition_templates",
  {
    editionId: bytewiseText("edition_id")
      .notNull()
      .references(() => editions.id, { onDelete: "cascade" }),
    /** Null in what a worker of the release before published: that edition has only these. */
    setId: uuid("set_id").references(() => compiledSets.id, { onDelete: "cascade" }),
    detail: text("detail", { enum: details }).notNull(),
    /** As in an HTML `lang`. */
    language: text("language").notNull().default("en"),
    compiled: jsonb("compiled").$type<CompiledDigest>().notNull(),
  },
  (t) => [
    unique("edition_templates_of_set").on(t.editionId, t.setId, t.language, t.detail).nullsNotDistinct(),
    oneOf("edition_templates_detail_known", "detail", details),
  ],
);

/** Logos that mails show by their address: kept when another one is set, since mails are opened for years. */
export const mailedLogos = pgTable(
  "mailed_logos",
  {
    /** As in `Logo`. */
    hash: text("hash").primaryKey(),
    type: text("type", { enum: logoTypes }).notNull(),
    bytes: bytes("bytes").notNull(),
  },
  () => [oneOf("mailed_logos_type", "type", logoTypes)],
);
