import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { isUnmarked } from "../marks-store.ts";

export type RelatedPaper = { id: string; title: string; publishedAt: Date };

/** The words that tell most of a paper, by which those are chosen that are compared with it word by word. */
const mostWords = 20;

/** Of these words, the rarest are looked for, in so many papers at most. */
const mostHeld = 600;

/** So many of the nearest are compared by all words. */
const mostNear = 100;

/**
 * Papers that share the words which tell most of a paper, the nearest first: words that it uses often and few others
 * use (TF-IDF), of title, abstract and keywords. None that was withdrawn, or dropped by its source.
 */
export async function listRelated(db: Database, id: string, limit: number): Promise<RelatedPaper[]> {
  const words = await listTellingWords(db, id);
  const telling = words.slice(0, mostWords);
  const rare = rarest(telling);
  if (rare.length === 0) return [];
  const first = sql.join(
    telling.map(
      ({ query, weight }) => sql`${weight}::float8 * ts_rank('{0.5, 0.6, 0, 1}', words, ${query}::tsquery)`,
    ),
    sql` + `,
  );
  const any = rare.map(({ query }) => query).join(" | ");
  // All words say more than twenty, but to take every paper apart that holds a rare one would be slow.
  const { rows } = await db.execute<{ id: string; title: string; publishedAt: string | Date }>(sql`
    with near as materialized (
      select paper_id, words from paper_search where words @@ ${any}::tsquery and paper_id <> ${id}
      order by ${first} desc, published_at desc, paper_id limit ${mostNear}
    ), own (lexeme, weight) as materialized (
      select * from unnest(${sqlArray(words.map(({ lexeme }) => lexeme))}::text[],
        ${sqlArray(words.map(({ weight, rarity }) => String(weight * rarity)))}::float8[])
    ), compared as (
      select paper_id, sum(weight * (1 + ln(cardinality(theirs.positions)))) as nearness
      from near, unnest(words) theirs join own on own.lexeme = theirs.lexeme
      where theirs.weights && '{A,C,D}' group by paper_id
    )
    select p.id, p.title, p.published_at as "publishedAt" from compared join papers p on p.id = paper_id
    where ${isUnmarked} order by nearness desc, p.published_at desc, p.id limit ${limit}`);
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }));
}

type TellingWord = { lexeme: string; query: string; weight: number; rarity: number; papers: number };

/** The words of a paper that others hold too, those first that tell most of it. */
async function listTellingWords(db: Database, id: string): Promise<TellingWord[]> {
  const { rows } = await db.execute<TellingWord>(sql`
    select own.lexeme, quote_literal(own.lexeme) as query, held.papers, rarity,
      (1 + ln(cardinality(own.positions))) * rarity as weight
    from paper_search, unnest(words) own
      join search_lexemes held on held.lexeme = own.lexeme
      join search_lexemes known on known.lexeme = '',
      lateral (select ln(1.0 * known.papers / held.papers) as rarity) rare
    where paper_id = ${id} and held.papers > 1 and own.weights && '{A,C,D}'
    order by weight desc, own.lexeme`);
  return rows.map((row) => ({ ...row, weight: Number(row.weight), rarity: Number(row.rarity) }));
}

function rarest(words: TellingWord[]): TellingWord[] {
  let sum = 0;
  return words
    .toSorted((a, b) => a.papers - b.papers)
    .filter(({ papers }) => {
      sum += papers;
      return sum <= mostHeld;
    });
}
