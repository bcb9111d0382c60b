import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** The first set-up of an installation in a browser: who may go through it, and what was answered. Never a secret. */
export const setups = pgTable("setups", {
  /** There is one, `first`. */
  id: text("id").primaryKey(),
  /** Hash of what the printed link carries; null when it was opened. */
  linkHash: text("link_hash"),
  /** Hash of the cookie of the browser that opened it; null before. */
  sessionHash: text("session_hash"),
  endsAt: instant("ends_at").notNull(),
  answers: jsonb("answers").notNull(),
  /** When it was gone through, or somebody logged in; then it opens no more. */
  finishedAt: instant("finished_at"),
});
