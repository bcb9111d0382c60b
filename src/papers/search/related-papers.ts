import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isUnmarked } from "../marks-store.ts";

export type RelatedPaper = { id: string; title: string; publishedAt: Date };

/** The words that tell most of a paper, by which others are compared with it. */
const mostWords = 20;

/** Of its words, the rarest are looked for, in so many papers at most. */
const mostHeld = 600;

/** So many of the nearest are looked at for `limit` that may be shown. */
const mostNear = 60;

/**
 * Papers that share the words which tell most of a paper, the nearest first: words that it uses often and few others
 * use (TF-IDF), of title, abstract and keywords. None that was withdrawn, or dropped by its source.
 */
export async function listRelated(db: Database, id: string, limit: number): Promise<RelatedPaper[]> {
  const words = await listTellingWords(db, id);
  const rare = rarest(words);
  if (rare.length === 0) return [];
  const weight = sql.join(
    words.map(
      ({ query, weight }) => sql`${weight}::float8 * ts_rank('{0.5, 0.6, 0, 1}', words, ${query}::tsquery)`,
    ),
    sql` + `,
  );
  const any = rare.map(({ query }) => query).join(" | ");
  const { rows } = await db.execute<{ id: string; title: string; publishedAt: string | Date }>(sql`
    select p.id, p.title, p.published_at as "publishedAt" from (
      select paper_id, published_at, ${weight} as nearness from paper_search
      where words @@ ${any}::tsquery and paper_id <> ${id}
      order by nearness desc, published_at desc, paper_id limit ${mostNear}
    ) near join papers p on p.id = near.paper_id
    where ${isUnmarked}
    order by near.nearness desc, p.published_at desc, p.id limit ${limit}`);
  return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }));
}

type TellingWord = { query: string; weight: number; papers: number };

async function listTellingWords(db: Database, id: string): Promise<TellingWord[]> {
  const { rows } = await db.execute<TellingWord>(sql`
    select quote_literal(own.lexeme) as query, held.papers,
      (1 + ln(cardinality(own.positions))) * ln(1.0 * known.papers / held.papers) as weight
    from paper_search, unnest(words) own
      join search_lexemes held on held.lexeme = own.lexeme
      join search_lexemes known on known.lexeme = ''
    where paper_id = ${id} and held.papers > 1 and own.weights && '{A,C,D}'
    order by weight desc, own.lexeme limit ${mostWords}`);
  return rows.map((row) => ({ ...row, weight: Number(row.weight) }));
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
