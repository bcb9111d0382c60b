import { listDueBatchesOf } from "../delivery/ledger/apart-store.ts";
import { countDueBatches } from "../delivery/ledger/run-store.ts";
import { countOpenNotices } from "../delivery/notices/store.ts";
import { findGateBlock } from "../delivery/provider/gate-store.ts";
import { listErrandsToDo } from "../due/errands-store.ts";
import { listDaysToCollect, listOpenPeriods } from "../due/store.ts";
import type { OnceRun } from "./once-run.ts";

/** What of a run is due and open. */
export type Left = {
  isNothing: boolean;
  /** Before this instant nothing of it can be done; now or earlier where something may be, or another process holds it. */
  notBefore: Date;
  /** Batches and single mails without an outcome; none where no reader may be mailed. */
  requests: number;
  /** Those that are due where no reader may be mailed. */
  withheld: number;
};

/** What is due by now and has no outcome yet, as the ledger says. */
export async function findLeft(run: OnceRun): Promise<Left> {
  const { ctx, readers, leaving } = run;
  const { db } = ctx;
  const now = ctx.clock.now();
  const isShut = leaving?.isOpen === false || run.isTrial;
  const among = readers === null ? null : (await listDueBatchesOf(db, readers, now)).map(({ id }) => id);
  const [periods, days, errands, batches, single, block] = await Promise.all([
    listOpenPeriods(db, now),
    listDaysToCollect(db, now),
    listErrandsToDo(db, now),
    countDueBatches(db, now, among),
    countOpenNotices(db, now),
    ctx.mailer.name === "outbox" ? null : findGateBlock(db, now),
  ]);
  const notices = readers === null ? single.notices : 0;
  const open = batches.batches + notices;
  const requests = isShut ? 0 : open;
  const due = periods.filter(({ state }) => state === "due");
  const free = [batches.batches > 0 ? batches.freeAt : null, notices > 0 ? single.freeAt : null];
  const freeAt = Math.min(...free.filter((at) => at !== null).map((at) => at.getTime()));
  const hasFree = (batches.batches > 0 && batches.freeAt === null) || (notices > 0 && single.freeAt === null);
  const mailAt = Math.max(
    hasFree ? now.getTime() : freeAt,
    block?.until.getTime() ?? 0,
    run.isHeard ? 0 : run.askAgainAt.getTime(),
  );
  const isUnheard = run.unheard !== null && !run.isTrial;
  const at = [
    ...due.map(({ nextAttemptAt }) => (nextAttemptAt ?? now).getTime()),
    ...(run.wanted === null ? [] : [run.wanted.notBefore.getTime()]),
    ...(isUnheard ? [run.askAgainAt.getTime()] : []),
    ...(days.length + errands.length > 0 ? [now.getTime()] : []),
    ...(requests > 0 ? [mailAt] : []),
  ];
  return {
    isNothing: at.length === 0,
    notBefore: at.length === 0 ? now : new Date(Math.min(...at)),
    requests,
    withheld: open - requests,
  };
}
