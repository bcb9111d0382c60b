import { dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { activatePaused } from "./store.ts";

/** Makes active again those whose pause is over (UTC day); to run before an edition is planned. Repeatable. */
export async function endPauses(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return activatePaused(ctx.db, dayOf(now), now);
}
