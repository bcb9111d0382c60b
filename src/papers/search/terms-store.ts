import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

/** A paper's lexemes, those that tell most of it first, and what each weighs: a vector of length 1. */
export type PaperVector = { lexemes: string[]; weights: number[] };

/** So many of a paper's lexemes tell what it is about; the others are like those of any paper. */
const mostTerms = 100;

/**
 * The vectors of papers by their id, of title, abstract and keywords: lexemes that a paper uses often, its title above
 * all, and few others use (TF-IDF). A paper without such lexemes has none.
 */
export async function listPaperVectors(db: Database, ids: string[]): Promise<Map<string, PaperVector>> {
  // A number or a single letter says nothing of a paper's matter, and a lexeme that no other paper has makes none like
  // it. A word of the title counts three times, one of the abstract or a keyword once.
  const { rows } = await db.execute<PaperVector & { id: string }>(sql`
    with weighed as materialized (
      select paper_id, own.lexeme, (1 + ln(counted.times)) * ln((1.0 + known.papers) / held.papers)::float8 as weight
      from paper_search cross join lateral unnest(words) own
        cross join lateral (select cardinality(array_positions(own.weights, 'C')) + cardinality(array_positions(own.weights, 'D'))
          + 3 * cardinality(array_positions(own.weights, 'A')) as times) counted
        join search_lexemes held on held.lexeme = own.lexeme
        join search_lexemes known on known.lexeme = ''
      where paper_id = any(${sqlArray([...new Set(ids)])}::text[]) and counted.times > 0 and held.papers > 1 and char_length(own.lexeme) between 2 and 40
        and translate(own.lexeme, '0123456789', '') <> ''
    ), placed as (
      select *, row_number() over (partition by paper_id order by weight desc, lexeme collate "C") as place
      from weighed where weight > 0
    )
    select paper_id as id, array_agg(lexeme order by place) as lexemes,
      array_agg(round((weight / length)::numeric, 4)::float8 order by place) as weights
    from (
      select *, sqrt(sum(weight * weight) over (partition by paper_id)) as length from placed where place <= ${mostTerms}
    ) unit group by paper_id`);
  return new Map(rows.map(({ id, ...vector }) => [id, vector]));
}

/** The texts of papers as they are written: abstract, title, keywords. */
export async function listPaperTexts(db: Database, ids: string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ id: string; texts: string[] }>(sql`
    select id, array[abstract, title] || keywords as texts from papers
    where id = any(${sqlArray([...new Set(ids)])}::text[])`);
  return new Map(rows.map(({ id, texts }) => [id, texts]));
}

/** The lexeme of each word that stands by itself, without hyphens; words like "of" and "the" have none. */
export async function listLexemesOf(db: Database, words: string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ word: string; lexeme: string }>(sql`
    select word, lexemes[1] as lexeme from unnest(${sqlArray(words)}::text[]) word
      cross join lateral tsvector_to_array(to_tsvector('english', paperboy_parts(paperboy_plain_spelling(word)))) lexemes
    where cardinality(lexemes) = 1`);
  return new Map(rows.map(({ word, lexeme }) => [word, lexeme]));
}
