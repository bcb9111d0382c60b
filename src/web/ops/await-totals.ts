import pTimeout from "p-timeout";
import type { Context } from "../../context.ts";
import { withoutStatementLimit } from "../../db/limit-statements.ts";
import { keepMissingTotals } from "../../delivery/progress/keep-totals.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";

/** How long a page waits for what is counted for the first time. */
const mostMs = 150;

/**
 * Has the totals of large editions counted that are not kept yet, and waits for that a moment: it goes on when the page
 * does not, so that a later one finds them.
 */
export function createTotalsAwaiter(ctx: Context): (among: string | number) => Promise<void> {
  const underWay = new Map<string | number, Promise<void>>();
  return async (among) => {
    const counting = underWay.get(among) ?? count(among);
    underWay.set(among, counting);
    await pTimeout(counting, { milliseconds: mostMs, message: false });
  };

  async function count(among: string | number): Promise<void> {
    try {
      await withoutStatementLimit(() => keepMissingTotals(ctx.db, among, ctx.clock.now()));
    } catch (error) {
      // Whoever waits for it may have gone; what the page itself asks for tells them of a database that is away.
      ctx.log.warn({ reason: reasonOf(error) }, "totals could not be counted");
    } finally {
      underWay.delete(among);
    }
  }
}
