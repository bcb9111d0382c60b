import { eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import type { MarkKind } from "./marks-store.ts";
import type { TasteProfile } from "./profile.ts";
import { tasteProfiles } from "./tables.ts";

/** What the marks of a reader say, with what they took out. */
type StoredProfile = TasteProfile & { marks: number; removed: string[]; computedAt: Date };

export async function findStoredProfile(db: Database, subscriberId: string): Promise<StoredProfile | null> {
  const [row] = await db.select().from(tasteProfiles).where(eq(tasteProfiles.subscriberId, subscriberId));
  return row ?? null;
}

/** The profiles of readers by their id; of whom nothing can be said is missing. */
export async function listProfiles(
  db: Database,
  subscriberIds: string[],
): Promise<Map<string, TasteProfile>> {
  if (subscriberIds.length === 0) return new Map();
  const { subscriberId, terms, mean, spread } = tasteProfiles;
  const rows = await db
    .select({ subscriberId, terms, mean, spread })
    .from(tasteProfiles)
    // As one value: PostgreSQL and Drizzle would look at a list of them one by one.
    .where(sql`${subscriberId} = any(${sqlArray(subscriberIds)}::uuid[])`);
  return new Map(
    rows.filter((row) => row.spread > 0).map(({ subscriberId: id, ...profile }) => [id, profile]),
  );
}

/** Keeps what was computed of a reader; what they took out stays out. */
export async function writeProfile(
  tx: Database,
  subscriberId: string,
  computed: TasteProfile & { marks: number; computedAt: Date },
): Promise<void> {
  await tx
    .insert(tasteProfiles)
    .values({ subscriberId, ...computed })
    .onConflictDoUpdate({ target: tasteProfiles.subscriberId, set: computed });
}

/** Lexemes that a reader took out. */
export async function listRemovedTerms(db: Database, subscriberId: string): Promise<string[]> {
  return (await findStoredProfile(db, subscriberId))?.removed ?? [];
}

/** Takes a word out of a reader's profile for good. */
export async function insertRemovedTerm(
  tx: Database,
  subscriberId: string,
  lexeme: string,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into taste_profiles as known (subscriber_id, removed, computed_at)
    values (${subscriberId}, array[${lexeme}]::text[], ${now.toISOString()})
    on conflict (subscriber_id) do update set removed = array_append(known.removed, ${lexeme})
      where not known.removed @> array[${lexeme}]::text[]`);
}

/** Forgets a profile and what was taken out of it. */
export async function deleteProfile(tx: Database, subscriberId: string): Promise<void> {
  await tx.delete(tasteProfiles).where(eq(tasteProfiles.subscriberId, subscriberId));
}

/** The latest marks of a reader by paper, `limit` papers at the most. */
export async function listLatestMarks(
  db: Database,
  subscriberId: string,
  limit: number,
): Promise<Map<string, MarkKind[]>> {
  const { rows } = await db.execute<{ paperId: string; kinds: MarkKind[] }>(sql`
    select paper_id as "paperId", array_agg(kind order by kind) as kinds from paper_marks
    where subscriber_id = ${subscriberId}
    group by paper_id order by max(marked_at) desc, paper_id limit ${limit}`);
  return new Map(rows.map(({ paperId, kinds }) => [paperId, kinds]));
}

/** Ids of readers with marks or a profile, in their order, after one. */
export async function pageMarkingReaders(
  db: Database,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const from = after === null ? sql`` : sql`where subscriber_id > ${after}`;
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from (
      (select distinct subscriber_id as id from paper_marks ${from} order by id limit ${limit})
      union
      (select subscriber_id from taste_profiles ${from} order by 1 limit ${limit})
    ) readers order by id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Of so many editions the papers stand for those of all: a mean and a spread need no more. */
const mostEditions = 10;

/** What the papers of editions since then are about: of ten editions, drawn by lot but always alike. */
export async function listFrozenVectors(db: Database, since: Date): Promise<Map<string, PaperVector>> {
  const { rows } = await db.execute<{ vectors: Record<string, PaperVector> }>(sql`
    select vectors from edition_vectors join editions on editions.id = edition_id
    where published_at > ${since.toISOString()} order by md5(edition_id) limit ${mostEditions}`);
  return new Map(rows.flatMap(({ vectors }) => Object.entries(vectors)));
}

/** Ids of the papers that were published last, `limit` at the most. */
export async function listRecentPaperIds(db: Database, limit: number): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select paper_id as id from paper_search order by published_at desc, paper_id limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}
