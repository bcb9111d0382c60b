import type { Language } from "../../words/words.ts";
import { type Cadence, periodDays } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { mailSite } from "../delivery/plan/plan-deliveries.ts";
import { compileDigest } from "../digest/compile.ts";
import type { CompiledDigest } from "../digest/compiled-digest.ts";
import type { CompiledEdition } from "../digest/edition-cache.ts";
import { listThemes } from "../digest/list-themes.ts";
import { findNewestRevision, findSetOfRevision } from "../digest/store.ts";
import { senderOf, withSender } from "../digest/with-sender.ts";
import type { Detail, Edition } from "../editions/edition.ts";
import { editionId, freezePaper } from "../editions/freeze-edition.ts";
import { mailedPart } from "../editions/mailed-part.ts";
import { rankEdition } from "../editions/rank-edition.ts";
import { findEditionRow, findNextEditionNumber, listDroppedIds } from "../editions/store.ts";
import { withoutDropped } from "../editions/without-dropped.ts";
import { NotFoundError } from "../errors.ts";
import { listMissingSources } from "../papers/runs-store.ts";
import { listPaperVectors } from "../papers/search/terms-store.ts";
import { noPapers } from "../ranking/no-papers.ts";

/** An edition to look at: the frozen one, or what would be frozen now. */
export type DraftEdition = {
  /** Its mailed part. */
  edition: Edition;
  isFrozen: boolean;
  /** Which of its revisions it is, and the newest there is. Missing in what is not one of them. */
  revision?: { shown: number; newest: number };
  template(detail: Detail, language: Language): Promise<CompiledDigest>;
  /** What its papers are about, as in `CompiledEdition`. */
  vectors: CompiledEdition["vectors"];
};

export type DraftWanted = {
  cadence: Cadence;
  period: string;
  /** Of a frozen edition: one of its revisions; null or missing for the newest, with which batches are sealed. */
  revision?: number | null;
  /** Has a frozen edition compiled anew, with the templates and the wording of now. */
  isFresh?: boolean;
  /** For readers, to whom an edition that was not let go is none: its list as it stands, without what an editor dropped. */
  isPublic?: boolean;
};

/**
 * The edition of a period as it was frozen, or, when it has not been published, as it would be from the
 * current ranking. Writes nothing.
 *
 * @throws {InvalidInputError} for a malformed period.
 * @throws {RefusedError} when there are no papers.
 */
export async function draftEdition(ctx: Context, wanted: DraftWanted): Promise<DraftEdition> {
  const { cadence, period } = wanted;
  const draft = await findDraft(ctx, wanted);
  if (draft === null) throw noPapers(cadence, period);
  return draft;
}

/** As `draftEdition`; null when there are no papers. */
export async function findDraft(ctx: Context, wanted: DraftWanted): Promise<DraftEdition | null> {
  const row = await findEditionRow(ctx.db, editionId(wanted.cadence, wanted.period));
  const isSeen = row !== null && (row.releasedAt !== null || !wanted.isPublic);
  return isSeen ? frozenDraft(ctx, row.id, wanted) : rankedDraft(ctx, wanted, row?.number ?? null);
}

async function frozenDraft(
  ctx: Context,
  id: string,
  { revision = null, isFresh = false }: DraftWanted,
): Promise<DraftEdition> {
  const newest = await findNewestRevision(ctx.db, id);
  const found = await revisionOf(ctx, id, revision);
  const compiled = withSender(found, senderOf(found, ctx.config.mail));
  return {
    edition: compiled.edition,
    isFrozen: true,
    revision: { shown: revision ?? newest, newest },
    template: isFresh
      ? await compilerOf(ctx, compiled.edition)
      : (detail, language) => templateIn(ctx, compiled, detail, language),
    vectors: compiled.vectors,
  };
}

/** @param number that of the edition which waits; null where there is none. */
async function rankedDraft(
  ctx: Context,
  { cadence, period }: DraftWanted,
  number: number | null,
): Promise<DraftEdition | null> {
  const id = editionId(cadence, period);
  const now = ctx.clock.now();
  const ranked = (await rankEdition(ctx.db, { cadence, period, now })).map(freezePaper);
  const papers = withoutDropped(ranked, await listDroppedIds(ctx.db, id));
  if (!papers.some(({ section }) => section === "top")) return null;
  const edition = mailedPart({
    id,
    cadence,
    period,
    number: number ?? (await findNextEditionNumber(ctx.db, cadence)),
    publishedAt: now,
    missingSources: await listMissingSources(ctx.db, periodDays(cadence, period)),
    papers,
    // The places that they tell count what was dropped too.
    ownPapers: papers.filter(({ section }) => section !== "late").length,
  });
  return {
    edition,
    isFrozen: false,
    template: await compilerOf(ctx, edition),
    vectors: await listPaperVectors(
      ctx.db,
      edition.papers.map((paper) => paper.id),
    ),
  };
}

async function revisionOf(ctx: Context, id: string, revision: number | null): Promise<CompiledEdition> {
  if (revision === null) return ctx.editions.newest(id);
  const setId = await findSetOfRevision(ctx.db, id, revision);
  if (setId === null)
    throw new NotFoundError(`There is no revision ${revision} of ${id}: its page lists them.`);
  return ctx.editions.get(id, setId);
}

async function compilerOf(ctx: Context, edition: Edition): Promise<DraftEdition["template"]> {
  const themes = await listThemes(ctx.db, edition);
  const { wordsIn } = ctx.settings.current();
  return (detail, language) => compileDigest(edition, detail, mailSite(ctx), wordsIn(language), themes);
}

/**
 * The template of a frozen edition in a reader's language. One that was published before anybody read that language
 * has none, and is compiled to be looked at: the next edition will have it.
 */
export async function templateIn(
  ctx: Pick<Context, "config" | "settings">,
  { edition, templates }: CompiledEdition,
  detail: Detail,
  language: Language,
): Promise<CompiledDigest> {
  const { wordsIn } = ctx.settings.current();
  return (
    templates.get(language)?.[detail] ?? compileDigest(edition, detail, mailSite(ctx), wordsIn(language))
  );
}
