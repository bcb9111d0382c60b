import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { DigestChoice } from "../../digest/compiled-digest.ts";

/** What a mail showed that may have been sent. */
export type ShownDigest = { editionId: string; choice: DigestChoice };

/** The latest digests of a reader that may have been sent and of which it is kept what they showed, the latest first. */
export async function listShownDigests(
  db: Database,
  subscriberId: string,
  limit: number,
): Promise<ShownDigest[]> {
  const { rows } = await db.execute<ShownDigest>(sql`
    select edition_id as "editionId", choice from deliveries
    where subscriber_id = ${subscriberId} and state <> 'failed' and choice is not null
    order by due_at desc, edition_id limit ${limit}`);
  return rows;
}
