import { and, asc, desc, eq, lt, ne, not, type SQL, sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { NotFoundError } from "../errors.ts";
import { listMarks, type PaperMark } from "../papers/marks-store.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import { chunksOf } from "../papers/store.ts";
import type { Edition, FrozenPaper, StoredEditionPaper } from "./edition.ts";
import { applyEdits } from "./edits.ts";
import { parseExplanation } from "./frozen-explanation.ts";
import { countOwnPapers } from "./mailed-part.ts";
import { isReleased } from "./released.ts";
import { findEdits } from "./revisions-store.ts";
import { isShown, shownRank } from "./shown-papers.ts";
import { editionPapers, editions, editionVectors } from "./tables.ts";

export type EditionRow = typeof editions.$inferSelect;

/**
 * The part of an edition from which mails choose, as its newest revision has it, or null: what comes further may be
 * thousands of papers.
 */
export async function findMailedPart(db: Database, id: string): Promise<Edition | null> {
  const row = await findEditionRow(db, id);
  return row ? mailedPartOf(db, row) : null;
}

/** The same part as it was frozen, without what an operator made of it since. */
export async function findFrozenMailedPart(db: Database, id: string): Promise<Edition | null> {
  const row = await findEditionRow(db, id);
  return row ? frozenMailedPartOf(db, row) : null;
}

/** The edition without its papers, or null. */
export async function findEditionRow(db: Database, id: string): Promise<EditionRow | null> {
  const [row] = await db.select().from(editions).where(eq(editions.id, id));
  return row ?? null;
}

/** @throws {NotFoundError} */
export async function requireEditionRow(db: Database, id: string): Promise<EditionRow> {
  const row = await findEditionRow(db, id);
  if (!row) throw unknownEdition(id);
  return row;
}

/** The one refusal of an edition that does not exist. */
export function unknownEdition(id: string): NotFoundError {
  return new NotFoundError(`There is no edition ${id}: see \`paperboy status\`.`);
}

/** An edition that was let go. */
export type ReleasedRow = EditionRow & { releasedAt: Date };

/** An edition without its papers, or null when there is none that was let go. */
export async function findReleasedRow(db: Database, id: string): Promise<ReleasedRow | null> {
  const [row] = await db
    .select()
    .from(editions)
    .where(and(eq(editions.id, id), isReleased));
  return row === undefined ? null : released(row);
}

/** Of the editions of a cadence that were let go the one of the latest period, without its papers, or null. */
export async function findLatestReleased(db: Database, cadence: Cadence): Promise<ReleasedRow | null> {
  const [row] = await listLatestReleased(db, cadence, 1);
  return row ?? null;
}

/** The edition of a cadence that came last before a period, or null. */
export async function findEditionRowBefore(
  db: Database,
  cadence: Cadence,
  period: string,
): Promise<EditionRow | null> {
  const [row] = await db
    .select()
    .from(editions)
    .where(and(eq(editions.cadence, cadence), lt(editions.period, period)))
    .orderBy(desc(editions.period))
    .limit(1);
  return row ?? null;
}

/** The editions of a cadence that were let go, of the latest periods, without their papers; the latest first. */
export async function listLatestReleased(
  db: Database,
  cadence: Cadence,
  limit: number,
): Promise<ReleasedRow[]> {
  const rows = await db
    .select()
    .from(editions)
    .where(and(eq(editions.cadence, cadence), isReleased))
    .orderBy(desc(editions.period))
    .limit(limit);
  return rows.map(released);
}

function released({ releasedAt, ...row }: EditionRow): ReleasedRow {
  if (releasedAt === null) throw new Error(`${row.id} was read as let go and was not`);
  return { ...row, releasedAt };
}

/** The number that the next edition of a cadence gets. Only right under the lock of `lockCadence`. */
export async function findNextEditionNumber(tx: Database, cadence: Cadence): Promise<number> {
  const [row] = await tx
    .select({ next: sql<number>`coalesce(max(${editions.number}), 0)::int + 1` })
    .from(editions)
    .where(eq(editions.cadence, cadence));
  return row?.next ?? 1;
}

/** Makes everybody who publishes in this cadence take turns until the transaction ends. */
export async function lockCadence(tx: Database, cadence: Cadence): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`publish ${cadence}`}))`);
}

export async function insertEdition(
  tx: Database,
  edition: Edition,
  state: "held" | "sending",
): Promise<void> {
  await tx.insert(editions).values({
    id: edition.id,
    cadence: edition.cadence,
    period: edition.period,
    number: edition.number,
    state,
    publishedAt: edition.publishedAt,
    releasedAt: state === "held" ? null : edition.publishedAt,
    missingSources: edition.missingSources,
  });
  const rows = edition.papers.map((paper) => ({
    editionId: edition.id,
    paperId: paper.id,
    section: paper.section,
    rank: paper.rank,
    score: paper.score,
    parts: paper.parts,
    frozen: paper,
  }));
  // In the order of their ids over all statements, since each numbers its papers: of two editions that are frozen at
  // once, neither waits for the other in a circle.
  const ordered = rows.toSorted((one, other) => (one.paperId < other.paperId ? -1 : 1));
  for (const chunk of chunksOf(ordered)) await tx.insert(editionPapers).values(chunk);
}

/** Keeps what papers of an edition are about, by their ids. */
export async function insertEditionVectors(
  tx: Database,
  editionId: string,
  vectors: Map<string, PaperVector>,
): Promise<void> {
  await tx.insert(editionVectors).values({ editionId, vectors: Object.fromEntries(vectors) });
}

/** What papers of an edition are about, as it was when it was frozen, by their ids; null in one of a release before. */
export async function findEditionVectors(
  db: Database,
  editionId: string,
): Promise<ReadonlyMap<string, PaperVector> | null> {
  const [row] = await db.select().from(editionVectors).where(eq(editionVectors.editionId, editionId));
  return row ? new Map(Object.entries(row.vectors)) : null;
}

/** An edition with all its papers, as it was frozen, without what an operator made of it since. */
export async function frozenEditionOf(db: Database, row: EditionRow): Promise<Edition> {
  return withPapers(row, await listFrozen(db, row.id));
}

/** An edition with all its papers, as its newest revision has them. */
export async function editionOf(db: Database, row: EditionRow): Promise<Edition> {
  return applyEdits(await frozenEditionOf(db, row), await findEdits(db, row.id));
}

/** The part of an edition from which mails choose, as `mailedPart` of its newest revision is. */
export async function mailedPartOf(db: Database, row: EditionRow): Promise<Edition> {
  return applyEdits(await frozenMailedPartOf(db, row), await findEdits(db, row.id));
}

async function frozenMailedPartOf(db: Database, row: EditionRow): Promise<Edition> {
  const edition = withPapers(row, await listFrozen(db, row.id, isMailed));
  const own = await db.$count(editionPapers, and(eq(editionPapers.editionId, row.id), isOwn));
  return { ...edition, ownPapers: Math.max(own, countOwnPapers(edition)) };
}

/** Some papers of an edition's own period, in the order of its newest revision, after so many others. */
export async function listOwnPapers(
  db: Database,
  editionId: string,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<FrozenPaper[]> {
  return listShown(db, editionId, isOwn, { limit, offset });
}

/** The late risers of an edition, in the order of its newest revision. */
export function listLatePapers(db: Database, editionId: string): Promise<FrozenPaper[]> {
  return listShown(db, editionId, eq(editionPapers.section, "late"));
}

const isMailed = ne(editionPapers.section, "further");
const isOwn = ne(editionPapers.section, "late");

/** As `applyEdits` with the newest edits has them, without reading the others. */
async function listShown(
  db: Database,
  editionId: string,
  which: SQL,
  { limit, offset = 0 }: { limit?: number; offset?: number } = {},
): Promise<FrozenPaper[]> {
  const asked = db
    .select({ frozen: editionPapers.frozen, rank: shownRank })
    .from(editionPapers)
    .where(and(eq(editionPapers.editionId, editionId), which, isShown))
    .orderBy(asc(shownRank))
    .offset(offset);
  const rows = await (limit === undefined ? asked : asked.limit(limit));
  return rows.map(({ frozen, rank }) => ({ ...toFrozenPaper(frozen), rank }));
}

async function listFrozen(db: Database, editionId: string, which?: SQL): Promise<FrozenPaper[]> {
  const rows = await db
    .select({ frozen: editionPapers.frozen })
    .from(editionPapers)
    .where(and(eq(editionPapers.editionId, editionId), which))
    .orderBy(...paperOrder);
  return rows.map(({ frozen }) => toFrozenPaper(frozen));
}

function withPapers(row: EditionRow, papers: FrozenPaper[]): Edition {
  return {
    id: row.id,
    cadence: row.cadence,
    period: row.period,
    number: row.number,
    publishedAt: row.publishedAt,
    missingSources: row.missingSources,
    papers,
  };
}

/** What became of papers of editions since they were frozen, by id; those with no news are not in it. */
export function listEditionMarks(db: Database, editionIds: string[]): Promise<Map<string, PaperMark>> {
  return listMarks(
    db,
    sql`array(select paper_id from edition_papers where edition_id = any(${sqlArray(editionIds)}::text[]))`,
  );
}

function toFrozenPaper({ explanation, reason, ...paper }: StoredEditionPaper): FrozenPaper {
  return { ...paper, explanation: parseExplanation({ explanation, reason }) };
}

/** Ids of the papers that the newest revision of an edition has no more. */
export async function listDroppedIds(db: Database, editionId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: editionPapers.paperId })
    .from(editionPapers)
    .where(and(eq(editionPapers.editionId, editionId), not(isShown)));
  return new Set(rows.map(({ id }) => id));
}

/** How many papers the newest revision of an edition has: of its own period, of these in its mailed part, and late risers. */
export async function countPapers(
  db: Database,
  editionId: string,
): Promise<{ own: number; mailed: number; late: number }> {
  const [row] = await db
    .select({
      own: sql<number>`(count(*) filter (where ${editionPapers.section} <> 'late'))::int`,
      mailed: sql<number>`(count(*) filter (where ${editionPapers.section} = 'top'))::int`,
      late: sql<number>`(count(*) filter (where ${editionPapers.section} = 'late'))::int`,
    })
    .from(editionPapers)
    .where(and(eq(editionPapers.editionId, editionId), isShown));
  return row ?? { own: 0, mailed: 0, late: 0 };
}

/**
 * By name from the end of the alphabet: top, late, further. A worker of the release before knows no further papers, and
 * has those that it knows at the places that they have in the compiled sets.
 */
const paperOrder = [desc(editionPapers.section), asc(editionPapers.rank)];
