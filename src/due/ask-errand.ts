import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import type { Errand } from "./errand.ts";
import { insertErrand } from "./errands-store.ts";

/**
 * Asks the workers for something, in the name of who acts. Asked again while it is open it is the same errand. A queue
 * that does not answer is no failure: the dispatcher finds what is open.
 */
export async function askErrand(ctx: Context, errand: Errand): Promise<{ id: string; isNew: boolean }> {
  const now = ctx.clock.now();
  const asked = await ctx.db.transaction(async (tx) => {
    const { id, isNew } = await insertErrand(tx, errand, ctx.actor, now);
    if (isNew) await recordAct(tx, ctx, { verb: "errand.ask", subject: id, after: errand });
    return { id, isNew };
  });
  await ctx.queues
    .ring("errands", {})
    .catch((error) => ctx.log.warn({ reason: error.message }, "the errands' bell did not ring"));
  return asked;
}
