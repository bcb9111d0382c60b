import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Cadence } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";
import { isReleased } from "../released.ts";
import { isShown, shownRank } from "../shown-papers.ts";
import { editionPapers, editionPictures, editions } from "../tables.ts";

/** An edition for which a picture could not be drawn so often has none. */
const mostTries = 3;
/** Longer than a picture takes: who draws and dies may be followed. */
const tryLifeMs = 10 * 60_000;

/** @property revision what the edition was when it was found to wait. */
type Waiting = { id: string; cadence: Cadence; period: string; revision: number };

/** Whether an edition waits for its picture. */
export async function isPictureDue(db: Database, now: Date): Promise<boolean> {
  return (await findWaiting(db, now)) !== null;
}

/** Takes the latest edition that waits for its picture, for this process alone; null when none waits. */
export async function claimPicture(db: Database, now: Date): Promise<Waiting | null> {
  const waiting = await findWaiting(db, now);
  if (waiting === null) return null;
  const claimed = await db
    .insert(editionPictures)
    .values({ editionId: waiting.id, triedAt: now })
    .onConflictDoUpdate({
      target: editionPictures.editionId,
      set: { tries: sql`${editionPictures.tries} + 1`, triedAt: now },
      setWhere: mayTry(now),
    })
    .returning({ id: editionPictures.editionId });
  return claimed.length > 0 ? waiting : null;
}

/** Keeps a picture, unless its edition was revised since: then it shows titles of before, and another is drawn. */
export async function keepEditionPicture(
  db: Database,
  { id, revision }: Pick<Waiting, "id" | "revision">,
  png: Buffer,
): Promise<void> {
  // Held still: a revision at this instant deletes the picture, or is waited for and seen here.
  await db.execute(sql`
    with drawn as (select id from editions where id = ${id} and revision = ${revision} for share)
    update ${editionPictures} p set png = ${png} from drawn where p.edition_id = drawn.id`);
}

/** PNG; null for an edition that has none, does not exist, or was not let go. */
export async function findEditionPicture(db: Database, editionId: string): Promise<Buffer | null> {
  const [row] = await db
    .select({ png: editionPictures.png })
    .from(editionPictures)
    .innerJoin(editions, eq(editions.id, editionPictures.editionId))
    .where(and(eq(editionPictures.editionId, editionId), isReleased));
  return row?.png ?? null;
}

/** The titles of an edition's first papers, with their ids, and how many papers its period has. */
export async function listFirstTitles(
  db: Database,
  editionId: string,
  limit: number,
): Promise<{ titles: { id: string; title: string }[]; papers: number }> {
  const rows = await db
    .select({
      id: editionPapers.paperId,
      title: sql<string>`${editionPapers.frozen}->>'title'`,
      papers: sql<number>`(count(*) over ())::int`,
    })
    .from(editionPapers)
    .where(and(eq(editionPapers.editionId, editionId), ne(editionPapers.section, "late"), isShown))
    .orderBy(asc(shownRank))
    .limit(limit);
  return { titles: rows.map(({ id, title }) => ({ id, title })), papers: rows[0]?.papers ?? 0 };
}

async function findWaiting(db: Database, now: Date): Promise<Waiting | null> {
  const { rows } = await db.execute<Waiting>(sql`
    select e.id, e.cadence, e.period, e.revision
    from editions e left join edition_pictures on edition_pictures.edition_id = e.id
    where edition_pictures.edition_id is null or (${mayTry(now)})
    order by e.published_at desc, e.id
    limit 1`);
  return rows[0] ?? null;
}

function mayTry(now: Date) {
  const before = new Date(now.getTime() - tryLifeMs).toISOString();
  return sql`edition_pictures.png is null and edition_pictures.tries < ${mostTries}
    and edition_pictures.tried_at < ${before}::timestamptz`;
}
