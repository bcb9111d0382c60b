import { isNotNull, type SQL, sql } from "drizzle-orm";
import { editions } from "./tables.ts";

/**
 * Whether an edition was let go: by an approval, by the end of its hold, or since it was never held. Only then pages,
 * feeds, pictures, files and links show it; all that readers and strangers can ask for goes through this condition.
 */
export const isReleased: SQL = isNotNull(editions.releasedAt);

/** The same of an edition of a statement in SQL, by the name of its table there. */
export const isReleasedAs = (table: string): SQL => sql.raw(`${table}.released_at is not null`);

/** Whether readers were shown an edition, or may still be: it was not cancelled before it was let go. */
export const mayBeShownAs = (table: string): SQL =>
  sql.raw(`(${table}.released_at is not null or ${table}.state <> 'cancelled')`);
