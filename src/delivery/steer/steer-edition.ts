import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { findEditionRow, requireEditionRow } from "../../editions/store.ts";
import type { pausers } from "../../editions/tables.ts";
import { RefusedError } from "../../errors.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import { isPausedByBreaker, stateSentence } from "../breaker/pause-words.ts";
import { forgetPauses } from "../ledger/batches-store.ts";
import { holdEditionState, steerEditionRow } from "../ledger/editions-store.ts";
import { cancelOpenBatches } from "../ledger/endings-store.ts";
import type { EditionState } from "../ledger/moves.ts";
import { editionStep, type Step } from "../ledger/step.ts";
import { findGateBlock, unblockGate } from "../provider/gate-store.ts";
import { ringDispatch } from "../send/ring-dispatch.ts";
import { revisedMeanwhile } from "./revise-edition.ts";

export type Steered = {
  editionId: string;
  state: EditionState;
  hasChanged: boolean;
  /** Why the breaker paused what was to go. */
  reason?: string;
};

/**
 * Lets a held edition go, unless feedback on earlier ones holds it: then it is paused by the breaker. What is paused
 * already stays so. Safe to repeat.
 *
 * @param expectedRevision the revision that was looked at before; null when nobody asked which it is.
 * @throws {ConflictError} when somebody has revised it since.
 */
export async function approveEdition(
  ctx: Context,
  editionId: string,
  expectedRevision: number | null = null,
): Promise<Steered> {
  return release(ctx, {
    editionId,
    step: editionStep("approve", "sending"),
    verb: "approve",
    isForced: false,
    expectedRevision,
  });
}

/**
 * Stops an edition under way, or a held one, within one batch. Safe to repeat.
 *
 * @param reason why, in the operator's own words; null when they say nothing.
 */
export async function pauseEdition(ctx: Context, editionId: string, reason: string | null): Promise<Steered> {
  const step = editionStep("pause", "paused");
  return ctx.db.transaction((tx) =>
    move(ctx, tx, editionId, { step, to: "paused", verb: "pause", reason, pausedBy: "operator" }),
  );
}

/**
 * Lets a paused edition go on, and requests leave again when a refused key or a quota holds them.
 *
 * @param isForced goes on past the breaker, which then counts only feedback that comes later.
 * @throws {RefusedError} when the breaker paused it and nobody forces it.
 */
export async function resumeEdition(ctx: Context, editionId: string, isForced: boolean): Promise<Steered> {
  const row = await findEditionRow(ctx.db, editionId);
  if (row && isPausedByBreaker(row) && !isForced) {
    throw new RefusedError(
      `${editionId} was paused by the ${stateSentence(row)}. To go on all the same, resume with --force.`,
    );
  }
  const block = await findGateBlock(ctx.db, ctx.clock.now());
  await unblockGate(ctx.db);
  await forgetPauses(ctx.db, editionId, block?.until ?? null);
  return release(ctx, { editionId, step: editionStep("resume", "sending"), verb: "resume", isForced });
}

/**
 * Ends an edition: what is pending is excluded with that reason. A request that may have been accepted is
 * not repeated, since its mail is no longer wanted: it stays uncertain until feedback or the operator
 * settles it. Safe to repeat.
 */
export async function cancelEdition(ctx: Context, editionId: string): Promise<Steered> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const steered = await move(ctx, tx, editionId, {
      step: editionStep("cancel", "cancelled"),
      to: "cancelled",
      verb: "cancel",
      reason: null,
    });
    if (steered.hasChanged) await cancelOpenBatches(tx, editionId, now);
    return steered;
  });
}

type Release = Pick<Move, "step" | "verb"> & {
  editionId: string;
  isForced: boolean;
  /** The only revision that may go; any when null. */
  expectedRevision?: number | null;
};

/** Judged in the same transaction: nobody sees it go before the breaker has had its say. */
async function release(
  ctx: Context,
  { editionId, step, verb, isForced, expectedRevision = null }: Release,
): Promise<Steered> {
  const now = ctx.clock.now();
  const steered = await ctx.db.transaction(async (tx) => {
    const resumedAt = isForced ? now : null;
    const moved = await move(ctx, tx, editionId, { step, to: "sending", verb, reason: null, resumedAt });
    if (moved.hasChanged && expectedRevision !== null) await assertNewest(tx, editionId, expectedRevision);
    if (!moved.hasChanged || (await tripBreakers(ctx, now, editionId, tx)).length === 0) return moved;
    const row = await findEditionRow(tx, editionId);
    return { ...moved, state: "paused" as const, reason: (row && stateSentence(row)) ?? undefined };
  });
  await ringDispatch(ctx);
  return steered;
}

/** The caller holds the edition's row, so that nobody revises it meanwhile. */
async function assertNewest(tx: Database, editionId: string, expected: number): Promise<void> {
  const { revision } = await requireEditionRow(tx, editionId);
  if (revision !== expected)
    throw await revisedMeanwhile(tx, editionId, expected, "approve it if you still want to");
}

type Move = {
  step: Step;
  to: EditionState;
  verb: "approve" | "pause" | "resume" | "cancel";
  reason: string | null;
  pausedBy?: (typeof pausers)[number];
  /** When it was resumed past the breaker. */
  resumedAt?: Date | null;
};

async function move(
  ctx: Context,
  tx: Database,
  editionId: string,
  { step, to, verb, reason, pausedBy, resumedAt = null }: Move,
): Promise<Steered> {
  const former = await holdEditionState(tx, editionId);
  const releasedAt = to === "sending" ? ctx.clock.now() : null;
  if (
    await steerEditionRow(tx, editionId, step, { reason, pausedBy: pausedBy ?? null, resumedAt, releasedAt })
  ) {
    await recordAct(tx, ctx, {
      verb: `edition.${verb}`,
      subject: editionId,
      before: { state: former },
      after: {
        state: to,
        ...(releasedAt !== null ? { revision: (await requireEditionRow(tx, editionId)).revision } : {}),
        ...(reason === null ? {} : { reason }),
        ...(resumedAt === null ? {} : { isForced: true }),
      },
    });
    return { editionId, state: to, hasChanged: true };
  }
  const row = await requireEditionRow(tx, editionId);
  // An edition that went on and is sent already has been released as well.
  const isThere = row.state === to || (to === "sending" && row.state === "sent");
  if (isThere) return { editionId, state: row.state, hasChanged: false };
  throw new RefusedError(
    `${editionId} is ${row.state}; ${verb} works on an edition that is ${step.from.join(" or ")}.`,
  );
}
