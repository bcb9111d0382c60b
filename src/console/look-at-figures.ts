import pTimeout from "p-timeout";
import type { Context } from "../context.ts";
import { withoutStatementLimit } from "../db/limit-statements.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { type Counted, type FigureSource, findKept, renewFigures } from "./kept-figures-store.ts";

/** Who looks counts anew what is older than so many times its usual age: the watch, which does it else, is away. */
const timesRenewed = 2;

/** How long a look waits for what is counted for the first time. */
const mostMs = 150;

/**
 * What was counted: of this moment where it is small, else as it is kept. What has grown old is told all the same, with
 * its time, and counted anew meanwhile; what was never counted is waited for a moment.
 *
 * @returns null while it is counted for the first time.
 */
export async function lookAtFigures<T extends object>(
  ctx: Pick<Context, "db" | "clock" | "log">,
  source: FigureSource<T>,
): Promise<Counted<T> | null> {
  const now = ctx.clock.now();
  const kept = await findKept(ctx.db, source, now);
  if (kept !== null && !isOld(kept, source, now)) return kept;
  if (!(await source.mayBeLarge(ctx.db)))
    return { figures: await source.count(ctx.db, now), countedAt: now, isKept: false };
  const counting = countAnew(ctx, source, now);
  return kept ?? pTimeout(counting, { milliseconds: mostMs, fallback: () => null });
}

/** Whether figures are so old that nobody should take them for those of the moment. */
export function isOld<T extends object>(
  { countedAt }: Pick<Counted<T>, "countedAt">,
  { renewedMs }: Pick<FigureSource<T>, "renewedMs">,
  now: Date,
): boolean {
  return now.getTime() - countedAt.getTime() > timesRenewed * renewedMs;
}

/** Goes on when nobody waits for it. Never rejects: a database that is away is told by what else is asked of it. */
async function countAnew<T extends object>(
  ctx: Pick<Context, "db" | "log">,
  source: FigureSource<T>,
  now: Date,
): Promise<Counted<T> | null> {
  try {
    const figures = await withoutStatementLimit(() => renewFigures(ctx.db, source, now));
    return figures === null ? null : { figures, countedAt: now, isKept: false };
  } catch (error) {
    ctx.log.warn({ figures: source.name, reason: reasonOf(error) }, "figures could not be counted");
    return null;
  }
}
