import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { lockIngest } from "../store.ts";

/**
 * Counts anew in how many papers each lexeme stands, which triggers keep up to date in between. Safe to repeat; papers
 * are stored before or after it, since both write many of the same rows.
 */
export async function countLexemes(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await lockIngest(tx);
    await tx.execute(sql`
      with counted as materialized (
        select word collate "C" as lexeme, ndoc as papers from ts_stat('select words from paper_search')
        union all select '', count(*) from paper_search having count(*) > 0
      ), gone as (
        delete from search_lexemes known where not exists (select from counted where counted.lexeme = known.lexeme)
      )
      insert into search_lexemes as known (lexeme, papers) select lexeme, papers from counted
      on conflict (lexeme) do update set papers = excluded.papers where known.papers <> excluded.papers`);
  });
}
