import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** What operators set while the installation runs; no row for what they left as it comes. Never a secret. */
export const settings = pgTable("settings", {
  /** As in `settingsRegistry`. Names that this release does not know are left alone. */
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  changedAt: instant("changed_at").notNull(),
});
