import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { countReach, type EditReach } from "../delivery/ledger/reach-store.ts";
import { type EditionStatus, listEditionStatus } from "../delivery/progress/edition-status.ts";
import { isEditable } from "../delivery/steer/revise-edition.ts";
import { findNewestRevision } from "../digest/store.ts";
import { changesBetween, type EditChange } from "../editions/edit-changes.ts";
import type { Edition } from "../editions/edition.ts";
import { type EditionEdits, noEdits } from "../editions/edits.ts";
import { type EditionRevision, listRevisions } from "../editions/revisions-store.ts";
import { frozenEditionOf, requireEditionRow, unknownEdition } from "../editions/store.ts";

/** An edition before an editor's eyes. */
export type EditingView = {
  status: EditionStatus;
  /** As it was frozen, with all its papers. */
  edition: Edition;
  /** The newest revision, and what it makes of the frozen edition. */
  revision: number;
  edits: EditionEdits;
  /** Whether it can be edited as it stands. */
  isOpen: boolean;
  /** Whom the next revision would reach. */
  reach: EditReach;
  /** The newest first; the last is the edition as it was frozen. */
  revisions: ShownRevision[];
};

export type ShownRevision = {
  revision: number;
  madeAt: Date;
  /** Who made it; null of the frozen edition. */
  by: string | null;
  edits: EditionEdits;
  /** Against the revision before. */
  changes: EditChange[];
};

/** @throws {NotFoundError} when there is no such edition. */
export async function gatherEditing(
  ctx: Pick<Context, "db" | "clock">,
  editionId: string,
): Promise<EditingView> {
  const row = await requireEditionRow(ctx.db, editionId);
  // Before its edits are read: edits shown under the number of a revision after them would be saved over that one, untold.
  const newest = await findNewestRevision(ctx.db, editionId);
  const [[status], edition, made, reach] = await Promise.all([
    listEditionStatus(ctx.db, editionId),
    frozenEditionOf(ctx.db, row),
    listRevisions(ctx.db, editionId),
    countReach(ctx.db, editionId, ctx.clock.now()),
  ]);
  if (!status) throw unknownEdition(editionId);
  return {
    status,
    edition,
    // A revision that was made between two of the questions above is in the list.
    revision: Math.max(newest, made[0]?.revision ?? 1),
    edits: made[0]?.edits ?? noEdits,
    isOpen: isEditable(row.state),
    reach,
    revisions: [
      ...made.map((one, index) => ({
        ...{ revision: one.revision, madeAt: one.madeAt, edits: one.edits },
        by: editorOf(one),
        changes: changesBetween(made[index + 1]?.edits ?? noEdits, one.edits),
      })),
      { revision: 1, madeAt: row.publishedAt, by: null, edits: noEdits, changes: [] },
    ],
  };
}

/** Which revision goes when an edition is let go, and who made it when; `by` is null of the frozen edition. */
export type NewestRevision = Pick<ShownRevision, "revision" | "by" | "madeAt">;

/** @throws {NotFoundError} when there is no such edition. */
export async function findNewestOf(db: Database, editionId: string): Promise<NewestRevision> {
  const row = await requireEditionRow(db, editionId);
  const [made] = await listRevisions(db, editionId);
  if (!made) return { revision: 1, by: null, madeAt: row.publishedAt };
  return { revision: made.revision, by: editorOf(made), madeAt: made.madeAt };
}

function editorOf({ actorKind, actorName }: EditionRevision): string {
  if (actorKind === "cli") return `${actorName ?? "somebody"}, by command`;
  return actorName ?? "Paperboy";
}
