import { and, ne } from "drizzle-orm";
import { defaultLanguage, type Language, languages } from "../../words/words.ts";
import type { Database } from "../db/client.ts";
import { subscribers } from "./tables.ts";

/**
 * The languages in which digests are read: the default one, which every edition has, that of the installation, in which
 * whoever says nothing reads, and what subscribers chose.
 */
export async function listReadLanguages(db: Database, own: Language): Promise<Language[]> {
  const rows = await db
    .selectDistinct({ language: subscribers.language })
    .from(subscribers)
    .where(and(ne(subscribers.language, defaultLanguage), ne(subscribers.state, "unsubscribed")));
  const read = new Set([defaultLanguage, own, ...rows.map(({ language }) => language)]);
  return languages.filter((language) => read.has(language));
}
