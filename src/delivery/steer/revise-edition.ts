import { isDeepStrictEqual } from "node:util";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { findNewestRevision, insertCompiledSet } from "../../digest/store.ts";
import { applyEdits, type EditionEdits, parseEdits } from "../../editions/edits.ts";
import { mailedPart } from "../../editions/mailed-part.ts";
import { findEdits, insertRevision, listRevisions } from "../../editions/revisions-store.ts";
import { type EditionRow, frozenEditionOf, requireEditionRow } from "../../editions/store.ts";
import { ConflictError, RefusedError } from "../../errors.ts";
import { lockEdition } from "../ledger/editions-store.ts";
import { countReach, type EditReach } from "../ledger/reach-store.ts";
import { compileSet } from "../plan/plan-deliveries.ts";
import { crashPoint } from "../send/crash-point.ts";

export type Revised = {
  editionId: string;
  /** The newest revision now. */
  revision: number;
  /** False when it had these edits already: then nothing was made. */
  hasChanged: boolean;
  /** Whom the newest revision reaches. */
  reach: EditReach;
};

/**
 * Makes a new revision of a frozen edition: its templates are compiled anew from the frozen papers with these edits,
 * which replace those before. Every seal from then on is made with it; what is sealed keeps its bytes. Safe to repeat:
 * an edition that has these edits stays as it is.
 *
 * @param expectedRevision the revision that the editor has looked at; 1 is the edition as it was frozen.
 * @param edits of the shape of `EditionEdits`, read as `parseEdits` reads them.
 * @param isAnew compiles also with the edits that it has, as where the site or the sender is another by now.
 * @throws {NotFoundError} when there is no such edition.
 * @throws {InvalidInputError} for edits that cannot be.
 * @throws {ConflictError} when somebody else has revised it since.
 * @throws {RefusedError} when it is sent or cancelled.
 */
export async function reviseEdition(
  ctx: Context,
  editionId: string,
  {
    expectedRevision,
    edits: input,
    isAnew = false,
  }: { expectedRevision: number; edits: unknown; isAnew?: boolean },
): Promise<Revised> {
  const frozen = await frozenEditionOf(ctx.db, await requireEditionRow(ctx.db, editionId));
  const edits = parseEdits(input, frozen.papers);
  const now = ctx.clock.now();
  const wanted = { editionId, expectedRevision, edits, isAnew };
  const early = await judge(ctx.db, wanted);
  if (early.isSame) return reached(ctx.db, wanted, { revision: early.revision, hasChanged: false }, now);
  const edited = applyEdits(frozen, edits);
  // Before the row is held, on which seals wait: compiling takes a second, and what is frozen does not change.
  const templates = await compileSet(ctx, ctx.db, mailedPart(edited));
  const revised = await ctx.db.transaction(async (tx) => {
    await lockEdition(tx, editionId);
    const before = await judge(tx, wanted);
    if (before.isSame) return reached(tx, wanted, { revision: before.revision, hasChanged: false }, now);
    const revision = await insertCompiledSet(tx, editionId, templates);
    await insertRevision(tx, edited, { revision, edits, madeAt: now, actor: ctx.actor });
    await recordAct(tx, ctx, {
      verb: "edition.revise",
      subject: editionId,
      before: { revision: before.revision, edits: before.edits },
      after: { revision, edits },
    });
    crashPoint(ctx, "revision-uncommitted");
    return reached(tx, wanted, { revision, hasChanged: true }, now);
  });
  crashPoint(ctx, "revised");
  return revised;
}

type Wanted = { editionId: string; expectedRevision: number; edits: EditionEdits; isAnew: boolean };

type Standing = { revision: number; edits: EditionEdits; isSame: boolean };

/** What an edition's newest revision is, as long as it may be followed by the one that is wanted. */
async function judge(
  db: Database,
  { editionId, expectedRevision, edits, isAnew }: Wanted,
): Promise<Standing> {
  const { state } = await requireEditionRow(db, editionId);
  if (!isEditable(state))
    throw new RefusedError(
      `${editionId} is ${state}; what can be edited is an edition that is ${editable.join(" or ")}.`,
    );
  const revision = await findNewestRevision(db, editionId);
  const standing = await findEdits(db, editionId);
  if (!isAnew && isDeepStrictEqual(standing, edits)) return { revision, edits: standing, isSame: true };
  if (revision !== expectedRevision)
    throw await revisedMeanwhile(db, editionId, expectedRevision, "make your change again");
  return { revision, edits: standing, isSame: false };
}

/** In an edition that is sent or cancelled nobody is left whom an edit would reach. */
const editable = ["held", "sending", "paused"] as const satisfies EditionRow["state"][];

/** Whether an edition in a state can be edited. */
export function isEditable(state: EditionRow["state"]): boolean {
  return editable.some((one) => one === state);
}

/**
 * That somebody revised an edition after it was looked at: who, and when.
 *
 * @param thing what whoever looked at it can do once they have looked again, as in `make your change again`.
 */
export async function revisedMeanwhile(
  db: Database,
  editionId: string,
  expected: number,
  thing: string,
): Promise<ConflictError> {
  const [newest] = await listRevisions(db, editionId);
  if (!newest)
    return new ConflictError(`${editionId} has no revision ${expected}: look at it, then ${thing}.`);
  const by = newest.actorName ?? "another";
  const at = newest.madeAt.toISOString().slice(0, 16).replace("T", " ");
  return new ConflictError(
    `${editionId} was changed by ${by} at ${at} UTC, to revision ${newest.revision}, since you looked at revision ${expected}: look at it as it is now, then ${thing}.`,
  );
}

async function reached(
  db: Database,
  { editionId }: Wanted,
  made: Pick<Revised, "revision" | "hasChanged">,
  now: Date,
): Promise<Revised> {
  return { editionId, ...made, reach: await countReach(db, editionId, now) };
}
