import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

/** A word in PostgreSQL's forms, as queries. */
export type WordForms = {
  /** As titles and abstracts hold it; empty for words like "of" and "the", which they do not hold. */
  stemmed: string;
  /** As names hold it. */
  asTyped: string;
  /** How many papers hold one of both. */
  papers: number;
};

/** The texts in the one spelling of `paper_search`, in their order: words between spaces, compounds with hyphens. */
export async function listSpellings(db: Database, texts: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ plain: string }>(sql`
    select paperboy_plain_spelling(text) as plain
    from unnest(${sqlArray(texts)}::text[]) with ordinality typed(text, n) order by n`);
  return rows.map(({ plain }) => plain);
}

/** The forms of words in that spelling. */
export async function listWordForms(db: Database, words: string[]): Promise<Map<string, WordForms>> {
  const { rows } = await db.execute<WordForms & { word: string }>(sql`
    with forms as materialized (
      select word, phraseto_tsquery('english', word)::text as stemmed, phraseto_tsquery('simple', word)::text as typed
      from unnest(${sqlArray(words)}::text[]) word
    )
    select word, stemmed, typed as "asTyped", greatest(s.papers, t.papers, 0) as papers from forms
      left join search_lexemes s on s.lexeme = btrim(stemmed, '''') and stemmed <> ''
      left join search_lexemes t on t.lexeme = btrim(typed, '''') and typed <> ''`);
  return new Map(rows.map(({ word, ...forms }) => [word, forms]));
}

/** How many papers there are to be found. */
export async function countSearched(db: Database): Promise<number> {
  const { rows } = await db.execute<{ papers: number }>(
    sql`select papers from search_lexemes where lexeme = ''`,
  );
  return rows[0]?.papers ?? 0;
}
