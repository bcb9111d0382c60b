import { actingAs, theProgram } from "../../audit/actor.ts";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { requireEditionRow } from "../../editions/store.ts";
import { tripBreakers } from "../breaker/breaker.ts";
import { endHold, listEndedHolds } from "../ledger/holds-store.ts";

/**
 * Lets held editions go that nobody approved before their deadline, where they are to go by themselves; as an approval
 * does, unless feedback on earlier ones holds them: then the breaker pauses them. Safe to repeat, in many processes.
 */
export async function endHolds(ctx: Context, now: Date): Promise<void> {
  for (const editionId of await listEndedHolds(ctx.db, now)) {
    const state = await ctx.db.transaction(async (tx) => {
      if (!(await endHold(tx, editionId, now))) return null;
      const isTripped = (await tripBreakers(ctx, now, editionId, tx)).length > 0;
      const becomes = isTripped ? "paused" : "sending";
      await recordAct(tx, actingAs(ctx, theProgram), {
        verb: "edition.end-hold",
        subject: editionId,
        before: { state: "held" },
        after: { state: becomes, revision: (await requireEditionRow(tx, editionId)).revision },
      });
      return becomes;
    });
    if (state !== null) ctx.log.info({ editionId, state }, "nobody approved in time: the hold is over");
  }
}
