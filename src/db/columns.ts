import { sql } from "drizzle-orm";
import { check, customType, date, timestamp } from "drizzle-orm/pg-core";

/** A UTC instant. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A calendar day without a zone, as `YYYY-MM-DD`. */
export const day = (name: string) => date(name, { mode: "string" });

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Bytes, as the driver gives and takes them. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Text in the order of its bytes, so that an index serves `like 'x%'`. */
export const bytewiseText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** A check that a text column holds one of the words of its glossary entry. */
export const oneOf = (name: string, column: string, words: readonly string[]) =>
  check(name, sql.raw(`"${column}" in (${words.map((word) => `'${word}'`).join(", ")})`));

/** A check that a number lies within limits, both of which it may reach. */
export const inRange = (name: string, column: string, { least, most }: { least: number; most: number }) =>
  check(name, sql.raw(`${column} between ${least} and ${most}`));
