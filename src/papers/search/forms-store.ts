import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

/** A typed word or phrase as `paper_search` holds it. Queries are PostgreSQL's, as text; empty when nothing is left. */
export type Forms = {
  /** Its words side by side, or as one where it is a compound, or split where it was typed as one ("worldmodel"). */
  query: string;
  /** As one word only: "worldmodel" of "world-model"; empty unless it is a compound. */
  compound: string;
  /** Whether it is nothing but words like "of" and "the", which titles and abstracts are not searched for. */
  isStop: boolean;
  /** Each of its words by itself. */
  words: { query: string; papers: number }[];
};

/** Halves of a word are at least so long, and only words up to here are split. */
const shortestHalf = 3;
const longestSplit = 30;

/**
 * The forms of typed texts, in their order, and how many papers hold each word. Titles and abstracts lie stemmed, names
 * as they are: what differs is asked for in both. A word is split where both halves are more frequent than itself.
 */
export async function listForms(db: Database, texts: string[]): Promise<Forms[]> {
  const { rows } = await db.execute<Forms>(sql`
    with typed as (
      select n, paperboy_parts(plain) as parts, paperboy_compounds(plain) as compound
      from unnest(${sqlArray(texts)}::text[]) with ordinality t(text, n), paperboy_plain_spelling(text) plain
    )
    select (${inBothForms(sql`parts`)} || phraseto_tsquery('english', compound) || coalesce(halves.query, ''))::text as query,
      phraseto_tsquery('english', compound)::text as compound,
      numnode(phraseto_tsquery('english', parts)) = 0 as "isStop",
      words.list as words
    from typed
    left join lateral (
      select phraseto_tsquery('english', left(parts, i) || ' ' || substr(parts, i + 1)) as query
      from generate_series(${shortestHalf}::int, char_length(parts) - ${shortestHalf}) i
        join search_lexemes a on a.lexeme = (ts_lexize('english_stem', left(parts, i)))[1]
        join search_lexemes b on b.lexeme = (ts_lexize('english_stem', substr(parts, i + 1)))[1]
      where parts ~ '^[[:alpha:]]+$' and char_length(parts) <= ${longestSplit}
        and least(a.papers, b.papers) > coalesce((select papers from search_lexemes
          where lexeme = (ts_lexize('english_stem', parts))[1]), 0)
      order by least(a.papers, b.papers) desc, i limit 1
    ) halves on true
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('query', query::text, 'papers', papers)), '[]') as list
      from (
        select distinct on (query) query, coalesce((select max(papers) from search_lexemes
          where lexeme = any(tsvector_to_array(to_tsvector('english', word) || to_tsvector('simple', word)))), 0) as papers
        from unnest(string_to_array(parts || ' ' || compound, ' ')) word,
          lateral (select ${inBothForms(sql`word`)} as query) q
        where numnode(plainto_tsquery('english', word)) > 0
      ) each_word
    ) words
    order by n`);
  return rows;
}

function inBothForms(text: SQL): SQL {
  const stemmed = sql`phraseto_tsquery('english', ${text})`;
  const asTyped = sql`phraseto_tsquery('simple', ${text})`;
  return sql`(case when ${stemmed} = ${asTyped} then ${stemmed} else ${stemmed} || ${asTyped} end)`;
}

/** How many papers there are to be found. */
export async function countSearched(db: Database): Promise<number> {
  const { rows } = await db.execute<{ papers: number }>(
    sql`select papers from search_lexemes where lexeme = ''`,
  );
  return rows[0]?.papers ?? 0;
}
