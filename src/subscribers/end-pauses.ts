import { dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { activatePaused, type Subscriber } from "./store.ts";

/** Makes active again those whose pause is over (UTC day); to run before an edition is planned. Repeatable. */
export async function endPauses(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return activatePaused(ctx.db, dayOf(now), now);
}

/** A subscriber as they are once `endPauses` has run; `today` is `YYYY-MM-DD`, UTC. */
export function afterPause(subscriber: Subscriber, today: string): Subscriber {
  const { state, pausedUntil } = subscriber;
  const isOver = state === "paused" && pausedUntil !== null && pausedUntil <= today;
  return isOver ? { ...subscriber, state: "active", pausedUntil: null } : subscriber;
}
