import { actingAs } from "../audit/actor.ts";
import { recordAct } from "../audit/record-act.ts";
import { listEditionsOfReaders, setApart } from "../delivery/ledger/apart-store.ts";
import { listEditionsBeforeHour } from "../delivery/ledger/run-store.ts";
import { advanceDueTimes } from "../delivery/plan/store.ts";
import type { OnceRun } from "./once-run.ts";

/**
 * Makes due now what a run is to send at once: all that waits for its readers' hour, or what is of the readers whom it
 * mails alone. Of editions under way only: what is held or paused waits. To be repeated, since an edition may be published
 * or let go meanwhile by another process; each is hastened once, so that who is put off then, as while a new domain is
 * warmed up, stays so.
 */
export async function letGo(run: OnceRun): Promise<void> {
  const { ctx, readers, hastened } = run;
  if (readers === null && !run.isAll) return;
  const now = ctx.clock.now();
  const ids =
    readers === null
      ? await listEditionsBeforeHour(ctx.db, now)
      : await listEditionsOfReaders(ctx.db, readers);
  for (const id of ids.filter((one) => !hastened.has(one))) {
    const isHastened = await ctx.db.transaction(async (tx) => {
      const advanced =
        readers === null ? await advanceDueTimes(tx, id, now) : await setApart(tx, id, readers, now);
      if (advanced === 0) return false;
      await recordAct(tx, actingAs(ctx, run.by), {
        verb: "edition.hasten",
        subject: id,
        after: { advanced },
      });
      return true;
    });
    if (isHastened) hastened.add(id);
  }
}
