import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** Operators who are logged in; a session that was ended has no row any more. */
export const opsSessions = pgTable(
  "ops_sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Keyed hash of the cookie: the table lets nobody in. */
    tokenHash: text("token_hash").notNull(),
    /** Tells under which password and signing secret it was begun; under others it counts no more. */
    keyMark: text("key_mark").notNull(),
    /** The name that was given; null of a session that a process of the release before began. */
    name: text("name"),
    /** The browser's family, such as "Firefox on Linux". */
    browser: text("browser").notNull(),
    createdAt: instant("created_at").notNull(),
    /** To the minute. */
    lastSeenAt: instant("last_seen_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [uniqueIndex("ops_sessions_token_hash").on(t.tokenHash), index("ops_sessions_ends_at").on(t.endsAt)],
);

/** How often a password was lately tried, and from when on the next try is looked at. */
export const logInTries = pgTable("log_in_tries", {
  /** Lane and hashed client, never an IP in the clear. */
  key: text("key").primaryKey(),
  wrong: integer("wrong").notNull(),
  lastAt: instant("last_at").notNull(),
  nextAt: instant("next_at").notNull(),
});

/** What was counted of tables that are large, and when: so long as it is young, nobody counts again. */
export const keptFigures = pgTable("kept_figures", {
  name: text("name").primaryKey(),
  countedAt: instant("counted_at").notNull(),
  figures: jsonb("figures").notNull(),
});
