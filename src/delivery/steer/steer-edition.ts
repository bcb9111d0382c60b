import { sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { findEditionRow } from "../../editions/store.ts";
import type { editionStates, pausers } from "../../editions/tables.ts";
import { NotFoundError, RefusedError } from "../../errors.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import { isPausedByBreaker, stateSentence } from "../breaker/pause-words.ts";
import { forgetPauses, reducedRecipients } from "../ledger/batches-store.ts";
import { openGate, readGate } from "../provider/send-gate.ts";
import { ringDispatch } from "../send/ring-dispatch.ts";

type EditionState = (typeof editionStates)[number];

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
 */
export async function approveEdition(ctx: Context, editionId: string): Promise<Steered> {
  return release(ctx, { editionId, from: ["held"], verb: "approve", isForced: false });
}

/** Stops an edition under way, or a held one, within one batch. Safe to repeat. */
export async function pauseEdition(ctx: Context, editionId: string, reason: string): Promise<Steered> {
  const from: EditionState[] = ["sending", "held"];
  return move(ctx.db, editionId, { from, to: "paused", verb: "pause", reason, pausedBy: "operator" });
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
  const block = await readGate(ctx.db, ctx.clock.now());
  await openGate(ctx.db);
  await forgetPauses(ctx.db, editionId, block?.until ?? null);
  return release(ctx, { editionId, from: ["paused"], verb: "resume", isForced });
}

/**
 * Ends an edition: what is pending is excluded with that reason. A request that may have been accepted is
 * not repeated, since its mail is no longer wanted: it stays uncertain until feedback or the operator
 * settles it. Safe to repeat.
 */
export async function cancelEdition(ctx: Context, editionId: string): Promise<Steered> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const steered = await move(tx, editionId, {
      from: ["held", "sending", "paused"],
      to: "cancelled",
      verb: "cancel",
      reason: "cancelled by the operator",
    });
    if (!steered.hasChanged) return steered;
    await tx.execute(sql`
      with closed as (
        update batches b set settled_at = ${now}, leased_until = null, next_attempt_at = null,
          state = case when attempts > declined then 'uncertain' else 'cancelled' end,
          recipients = case when attempts > declined then ${reducedRecipients} end
        where edition_id = ${editionId} and state in ('planned', 'sealed')
        returning id, state
      )
      update deliveries d set
        state = case when c.state = 'uncertain' then 'uncertain' else 'excluded' end, reason = 'cancelled',
        choice = case when c.state = 'uncertain' then d.choice end
      from closed c where d.batch_id = c.id and d.state in ('pending', 'sealed')`);
    return steered;
  });
}

type Release = Pick<Move, "from" | "verb"> & { editionId: string; isForced: boolean };

/** Judged in the same transaction: nobody sees it go before the breaker has had its say. */
async function release(ctx: Context, { editionId, from, verb, isForced }: Release): Promise<Steered> {
  const now = ctx.clock.now();
  const steered = await ctx.db.transaction(async (tx) => {
    const resumedAt = isForced ? now : null;
    const moved = await move(tx, editionId, { from, to: "sending", verb, reason: null, resumedAt });
    if (!moved.hasChanged || (await tripBreakers(ctx, now, editionId, tx)).length === 0) return moved;
    const row = await findEditionRow(tx, editionId);
    return { ...moved, state: "paused" as const, reason: (row && stateSentence(row)) ?? undefined };
  });
  await ringDispatch(ctx);
  return steered;
}

type Move = {
  from: EditionState[];
  to: EditionState;
  verb: string;
  reason: string | null;
  pausedBy?: (typeof pausers)[number];
  /** When it was resumed past the breaker. */
  resumedAt?: Date | null;
};

async function move(
  db: Database,
  editionId: string,
  { from, to, verb, reason, pausedBy, resumedAt = null }: Move,
): Promise<Steered> {
  const { rowCount } = await db.execute(sql`
    update editions set state = ${to}, state_reason = ${reason},
      finished_at = case when ${to === "cancelled"} then now() end,
      paused_by = ${pausedBy ?? null}, paused_facts = null,
      breaker_resumed_at = coalesce(${resumedAt}::timestamptz, breaker_resumed_at),
      is_breaker_overridden = is_breaker_overridden or ${resumedAt !== null}
    where id = ${editionId} and state in (${sql.join(
      from.map((state) => sql`${state}`),
      sql`, `,
    )})`);
  if (rowCount === 1) return { editionId, state: to, hasChanged: true };
  const row = await findEditionRow(db, editionId);
  if (!row) throw new NotFoundError(`There is no edition ${editionId}: see \`paperboy status\`.`);
  // An edition that went on and is sent already has been released as well.
  const isThere = row.state === to || (to === "sending" && row.state === "sent");
  if (isThere) return { editionId, state: row.state, hasChanged: false };
  throw new RefusedError(
    `${editionId} is ${row.state}; ${verb} works on an edition that is ${from.join(" or ")}.`,
  );
}
