import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** What operators set while the installation runs; no row for what they never did. Never a secret. */
export const settings = pgTable("settings", {
  /** As in `settingsRegistry`. Names that this release does not know are left alone. */
  name: text("name").primaryKey(),
  /** JSON's null where it is as it comes again. */
  value: jsonb("value").notNull(),
  changedAt: instant("changed_at").notNull(),
});
