import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { requireEditionRow } from "../../editions/store.ts";
import { RefusedError } from "../../errors.ts";
import { isEditionRetired } from "../ledger/retire-store.ts";
import { planCancelled, uncancelRow } from "../ledger/uncancel-store.ts";
import { retiredRefusal } from "./retired-refusal.ts";
import type { Steered } from "./steer-edition.ts";

type Uncancelled = Steered & { planned: number; batches: number };

/**
 * Takes back a cancel, as long as no request of the edition has left that may have been accepted and nothing of it is
 * uncertain. It is held then, and goes when an operator approves it; only what the cancel excluded is planned again.
 * Safe to repeat.
 *
 * @returns how many deliveries were planned again, and in how many batches.
 * @throws {NotFoundError} for an edition that does not exist.
 * @throws {RefusedError} when it is not cancelled, or its cancel is final.
 */
export function uncancelEdition(ctx: Context, editionId: string): Promise<Uncancelled> {
  return ctx.db.transaction(async (tx) => {
    if (await uncancelRow(tx, editionId)) {
      const planned = await planCancelled(tx, editionId);
      await recordAct(tx, ctx, {
        verb: "edition.uncancel",
        subject: editionId,
        before: { state: "cancelled" },
        after: { state: "held", ...planned },
      });
      return { editionId, state: "held", hasChanged: true, ...planned };
    }
    const { state } = await requireEditionRow(tx, editionId);
    if (state === "held") return { editionId, state, hasChanged: false, planned: 0, batches: 0 };
    if (await isEditionRetired(tx, editionId)) throw retiredRefusal(editionId, "its cancel is final");
    throw new RefusedError(
      state === "cancelled"
        ? `The cancel of ${editionId} is final: mails of it have left, or may have.`
        : `${editionId} is ${state}; uncancel works on an edition that is cancelled.`,
    );
  });
}
