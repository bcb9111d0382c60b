import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { DigestChoice } from "../../digest/compiled-digest.ts";
import { setOfSeal } from "./batches-store.ts";

/** What a mail showed that may have been sent, and the compiled set by which alone that may be read. */
export type ShownDigest = { editionId: string; choice: DigestChoice; setId: string | null };

/** The latest digests of a reader that may have been sent and of which it is kept what they showed, the latest first. */
export async function listShownDigests(
  db: Database,
  subscriberId: string,
  limit: number,
): Promise<ShownDigest[]> {
  const { rows } = await db.execute<ShownDigest>(sql`
    select d.edition_id as "editionId", d.choice, ${setOfSeal} as "setId"
    from deliveries d join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
    where d.subscriber_id = ${subscriberId} and d.state <> 'failed' and d.choice is not null
    order by d.due_at desc, d.edition_id limit ${limit}`);
  return rows;
}

/**
 * The ids of the papers among which the mails of a reader chose, at the places by which a choice names them; by the
 * edition.
 */
export async function listMailedIds(db: Database, subscriberId: string): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ editionId: string; papers: string[] }>(sql`
    select d.edition_id as "editionId", array(
        select coalesce(n.paper_id, '') from unnest(paperboy_numbers_of_set(d.edition_id, ${setOfSeal}))
          with ordinality as u(number, place) left join paper_numbers n using (number) order by u.place) as papers
    from deliveries d join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
    where d.subscriber_id = ${subscriberId} and d.choice is not null`);
  return new Map(rows.map(({ editionId, papers }) => [editionId, papers]));
}
