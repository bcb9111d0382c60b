import type { Context } from "../../context.ts";
import {
  deleteRetiring,
  deleteRetiringBatches,
  holdRetirable,
  listRetirable,
  markRetired,
  markRetiring,
  type Retirable,
} from "../ledger/retire-store.ts";
import { countWithin, inOneSnapshot } from "./keep-totals.ts";

/** What one run has let go of: editions of which the last delivery went, and deliveries. */
export type RetireReport = { editions: number; deliveries: number };

/** One step holds its rows for some hundredths of a second, and a kill loses one step. */
const stepSize = 2_000;

/** After so many deliveries a run begins no further edition: some minutes, so that the rest of the night's work is done. */
const mostDeliveries = 2_000_000;

/** One edition a run would fall behind where a weekly or monthly one comes beside the daily one. */
const fewestEditions = 2;

/** A run that has years behind it: small editions may be many. */
const mostEditions = 1_000;

const dayMs = 24 * 60 * 60_000;

/**
 * Retires editions that are older than `RETENTION_DELIVERIES_DAYS`: counts their totals a last time, lets nobody plan,
 * send or count them from then on, and lets go of their deliveries and batches in small steps, each a transaction of its
 * own. An edition stays whole while anything of it is open or uncertain; one that was begun comes to its end also when
 * nothing is to be retired any more. Safe to repeat, to kill at any instant and to
 * run in many processes, beside whatever sends: the next run goes on where this one ended.
 */
export async function retireEditions(
  ctx: Pick<Context, "db" | "clock" | "log" | "config">,
): Promise<RetireReport> {
  const { deliveries: days } = ctx.config.retention;
  const report = { editions: 0, deliveries: 0 };
  const before = days === 0 ? null : new Date(ctx.clock.now().getTime() - days * dayMs);
  for (const [place, edition] of (await listRetirable(ctx.db, before, mostEditions)).entries()) {
    if (place >= fewestEditions && report.deliveries >= mostDeliveries) break;
    if (!edition.isBegun && (before === null || !(await beginRetiring(ctx, edition, before)))) continue;
    report.deliveries += await letGo(ctx, edition.id);
    if (await markRetired(ctx.db, edition.id, ctx.clock.now())) report.editions += 1;
  }
  return report;
}

/** False when it is not the time, since somebody changes or counts the edition; or never, as long as it does not add up. */
async function beginRetiring(
  ctx: Pick<Context, "db" | "clock" | "log">,
  { id }: Retirable,
  before: Date,
): Promise<boolean> {
  const now = ctx.clock.now();
  const begun = await inOneSnapshot(ctx.db, async (tx) => {
    if (!(await holdRetirable(tx, id, before))) return "left";
    const counted = await countWithin(tx, { id, isFinished: true }, now);
    if (counted !== "left" && counted.isWhole) await markRetiring(tx, id, now);
    return counted;
  });
  if (begun === "left") return false;
  if (!begun.isWhole)
    ctx.log.error({ editionId: id }, "an old edition does not add up and is kept whole: please report it");
  return begun.isWhole;
}

/** @returns how many deliveries went. */
async function letGo({ db }: Pick<Context, "db">, editionId: string): Promise<number> {
  let total = 0;
  for (let after: string | null = null; ; ) {
    const step = await deleteRetiring(db, editionId, { after, size: stepSize });
    if (step === null) break;
    total += step.deleted;
    after = step.last;
  }
  while ((await deleteRetiringBatches(db, editionId, stepSize)) > 0);
  return total;
}
