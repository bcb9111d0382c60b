import type { Context } from "../context.ts";
import { isDatabaseOutage } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { DueKey, Setback } from "./due-key.ts";
import { holdLease } from "./hold-lease.ts";
import { claimDue, type DueClaim, postponeDue, renewDue } from "./steps-store.ts";

/** What the work on a due row came to; whoever does it writes down its end. */
export type DueOutcome<T> = { kind: "done"; value: T } | { kind: "setback"; setback: Setback };

export type Taken<T> =
  /** It was not due, or another worker holds it, also one that took it over meanwhile. */
  | { kind: "idle" }
  | { kind: "done"; value: T }
  /** It is due again at an instant. */
  | { kind: "later"; at: Date; reason: string };

/**
 * Takes a due row, does its work while holding it, and lets go of it when the work does not come to its end: then
 * it is due again after a pause, with the reason. Safe to repeat, in many processes at once.
 *
 * @param pauseMs how long it waits after so many tries (from 1).
 * @throws what the work threw, once it is written down.
 */
export async function takeDue<T>(
  ctx: Context,
  key: DueKey,
  pauseMs: (attempts: number) => number,
  work: (claim: DueClaim & { beganAt: Date }) => Promise<DueOutcome<T>>,
): Promise<Taken<T>> {
  const beganAt = ctx.clock.now();
  const leasedUntil = new Date(beganAt.getTime() + ctx.config.delivery.leaseMs);
  const claim = await claimDue(ctx.db, key, beganAt, leasedUntil);
  if (claim === null) return { kind: "idle" };
  const postpone = async (setback: Setback) => {
    const at = new Date(ctx.clock.now().getTime() + pauseMs(claim.attempts));
    return (await postponeDue(ctx.db, key, claim.leaseId, at, setback)) ? at : null;
  };
  return holdLease(
    ctx,
    (until) => renewDue(ctx.db, key, claim.leaseId, until),
    async () => {
      const outcome = await work({ ...claim, beganAt }).catch(async (error: unknown) => {
        // A database that is away takes no note: the lease runs out instead.
        await postpone(setbackOf(error)).catch(() => {});
        throw error;
      });
      if (outcome.kind === "done") return outcome;
      const { setback } = outcome;
      const at = await postpone(setback);
      if (at === null) return { kind: "idle" };
      ctx.log.warn(
        { ...key, reason: setback.code, ...setback.facts, at },
        "what is due is tried again later",
      );
      return { kind: "later", at, reason: setback.code };
    },
  );
}

function setbackOf(error: unknown): Setback {
  if (error instanceof AppError) return { code: error.code, facts: {} };
  return { code: isDatabaseOutage(error) ? "database" : "unexpected", facts: {} };
}
