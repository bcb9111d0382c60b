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
  // Of such letters nothing but their case can differ: most queries need not be asked for.
  if (texts.every((text) => /^[a-z0-9 -]*$/i.test(text))) return texts.map((text) => text.toLowerCase());
  const { rows } = await db.execute<{ plain: string }>(sql`
    select paperboy_plain_spelling(text) as plain
    from unnest(${sqlArray(texts)}::text[]) with ordinality typed(text, n) order by n`);
  return rows.map(({ plain }) => plain);
}

/** The forms of words in that spelling, and how many papers there are to be found; 0 where no word is asked for. */
export async function listWordForms(
  db: Database,
  words: string[],
): Promise<{ forms: Map<string, WordForms>; papers: number }> {
  if (words.length === 0) return { forms: new Map(), papers: 0 };
  const { rows } = await db.execute<WordForms & { word: string; all: number }>(sql`
    with forms as materialized (
      select word, phraseto_tsquery('english', word)::text as stemmed, phraseto_tsquery('simple', word)::text as typed
      from unnest(${sqlArray(words)}::text[]) word
    )
    select word, stemmed, typed as "asTyped", greatest(s.papers, t.papers, 0) as papers,
      coalesce((select papers from search_lexemes where lexeme = ''), 0) as "all" from forms
      left join search_lexemes s on s.lexeme = btrim(stemmed, '''') and stemmed <> ''
      left join search_lexemes t on t.lexeme = btrim(typed, '''') and typed <> ''`);
  return {
    forms: new Map(rows.map(({ word, all: _, ...forms }) => [word, forms])),
    papers: rows[0]?.all ?? 0,
  };
}
