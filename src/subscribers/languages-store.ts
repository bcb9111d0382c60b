import { and, ne } from "drizzle-orm";
import { defaultLanguage, type Language, languages } from "../../words/words.ts";
import type { Database } from "../db/client.ts";
import { subscribers } from "./tables.ts";

/** The languages in which digests are read: the default one, which every edition has, and what subscribers chose. */
export async function listReadLanguages(db: Database): Promise<Language[]> {
  const rows = await db
    .selectDistinct({ language: subscribers.language })
    .from(subscribers)
    .where(and(ne(subscribers.language, defaultLanguage), ne(subscribers.state, "unsubscribed")));
  const chosen = new Set(rows.map(({ language }) => language));
  return languages.filter((language) => language === defaultLanguage || chosen.has(language));
}
