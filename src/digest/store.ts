import { randomUUID } from "node:crypto";
import { and, desc, eq, isNull, lte, sql } from "drizzle-orm";
import { defaultLanguage, type Language, languages } from "../../words/words.ts";
import type { Database } from "../db/client.ts";
import { type Detail, details, type Edition } from "../editions/edition.ts";
import { applyEdits, type EditionEdits, noEdits } from "../editions/edits.ts";
import { findFrozenMailedPart } from "../editions/store.ts";
import { editionRevisions } from "../editions/tables.ts";
import type { CompiledDigest } from "./compiled-digest.ts";
import type { EditionTemplates } from "./edition-templates.ts";
import { compiledSets, editionTemplates } from "./tables.ts";

/**
 * The templates of a compiled set in each language of which it has all, or null when it has not even those of the
 * default language. @param setId null where an edition has none.
 */
export async function findTemplates(
  db: Database,
  editionId: string,
  setId: string | null,
): Promise<EditionTemplates | null> {
  const rows = await db
    .select({
      language: editionTemplates.language,
      detail: editionTemplates.detail,
      compiled: editionTemplates.compiled,
    })
    .from(editionTemplates)
    .where(
      and(
        eq(editionTemplates.editionId, editionId),
        setId === null ? isNull(editionTemplates.setId) : eq(editionTemplates.setId, setId),
      ),
    );
  const of = (language: Language, detail: Detail) =>
    rows.find((row) => row.language === language && row.detail === detail)?.compiled;
  const templates = new Map<Language, Record<Detail, CompiledDigest>>();
  for (const language of languages) {
    const [title, summary, abstract] = details.map((detail) => of(language, detail));
    if (title && summary && abstract) templates.set(language, { title, summary, abstract });
  }
  return templates.has(defaultLanguage) ? templates : null;
}

/** The newest compiled set of an edition, or null when a worker of the release before compiled it. */
export async function findNewestSet(db: Database, editionId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: compiledSets.id })
    .from(compiledSets)
    .where(eq(compiledSets.editionId, editionId))
    .orderBy(desc(compiledSets.revision))
    .limit(1);
  return row?.id ?? null;
}

/**
 * The mailed part of an edition as a compiled set has it, by which alone a choice of that set is read; null when there
 * is no such edition.
 */
export async function findEditionOfSet(
  db: Database,
  editionId: string,
  setId: string | null,
): Promise<Edition | null> {
  const [frozen, edits] = await Promise.all([
    findFrozenMailedPart(db, editionId),
    setId === null ? noEdits : findEditsOfSet(db, setId),
  ]);
  return frozen && applyEdits(frozen, edits);
}

async function findEditsOfSet(db: Database, setId: string): Promise<EditionEdits> {
  const [row] = await db
    .select({ edits: editionRevisions.edits })
    .from(compiledSets)
    .innerJoin(
      editionRevisions,
      and(
        eq(editionRevisions.editionId, compiledSets.editionId),
        lte(editionRevisions.revision, compiledSets.revision),
      ),
    )
    .where(eq(compiledSets.id, setId))
    .orderBy(desc(editionRevisions.revision))
    .limit(1);
  return row?.edits ?? noEdits;
}

/** The number of an edition's newest compiled set, and so of its newest revision. */
export async function findNewestRevision(db: Database, editionId: string): Promise<number> {
  const [row] = await db
    .select({ revision: sql<number>`coalesce(max(${compiledSets.revision}), 1)` })
    .from(compiledSets)
    .where(eq(compiledSets.editionId, editionId));
  return row?.revision ?? 1;
}

/** The compiled set of a revision of an edition, or null when there is none. */
export async function findSetOfRevision(
  db: Database,
  editionId: string,
  revision: number,
): Promise<string | null> {
  const [row] = await db
    .select({ id: compiledSets.id })
    .from(compiledSets)
    .where(and(eq(compiledSets.editionId, editionId), eq(compiledSets.revision, revision)));
  return row?.id ?? null;
}

/**
 * Lays a compiled set beside its frozen edition, as its newest revision. The caller holds the edition's row, or has
 * just made it, so that no batch is being sealed with the set before.
 *
 * @param templates one for each detail, in each of its languages.
 * @returns the number of the revision.
 */
export async function insertCompiledSet(
  tx: Database,
  editionId: string,
  templates: CompiledDigest[],
): Promise<number> {
  const setId = randomUUID();
  const [set] = await tx
    .insert(compiledSets)
    .values({
      id: setId,
      editionId,
      revision: sql`(select coalesce(max(revision), 0) + 1 from compiled_sets where edition_id = ${editionId})`,
    })
    .returning({ revision: compiledSets.revision });
  await tx.insert(editionTemplates).values(
    templates.map((compiled) => ({
      editionId,
      setId,
      detail: compiled.detail,
      language: compiled.facts.words?.language ?? defaultLanguage,
      compiled,
    })),
  );
  return set?.revision ?? 1;
}
