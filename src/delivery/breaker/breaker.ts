import { theProgram } from "../../audit/actor.ts";
import { recordAct } from "../../audit/record-act.ts";
import type { BreakerLimits } from "../../config/env.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import type { BreakerFacts, BreakerVerdict } from "../../editions/pause-facts.ts";
import { pauseByBreaker, type UnderWay } from "../ledger/editions-store.ts";
import { isWorthJudging, judgeFeedback } from "./breaker-rules.ts";
import {
  countSubmitted,
  findLastBreakerResume,
  hasReports,
  listBreakable,
  listReportedEditions,
  type ReportedEdition,
} from "./breaker-store.ts";
import { breakerSentence } from "./pause-words.ts";

const dayMs = 86_400_000;

/** What stands near a limit or over it. */
export type BreakerFinding = BreakerFacts & Pick<BreakerVerdict, "level">;

export type BreakerReading = {
  /** Of the whole window and of each edition within it, by what came after any resume: what every edition is judged by. */
  common: BreakerFinding[];
  /** Of one edition by what came after its own resume: what it alone is judged by. */
  own: Map<string, BreakerFinding>;
};

/**
 * Pauses editions under way when the last days, an edition of them or they themselves draw too many complaints or
 * permanent bounces. Safe to repeat, and cheap: it reads reports and batches, and nothing when nothing is under way.
 *
 * @param only looks at this edition alone, such as before its first request.
 * @returns the editions that were paused.
 */
export async function tripBreakers(
  ctx: Context,
  now: Date,
  only: string | null = null,
  db: Database = ctx.db,
): Promise<string[]> {
  const underWay = await listBreakable(db, only);
  if (underWay.length === 0) return [];
  const { common, own } = await gatherBreakerReading(db, ctx.config.delivery.breaker, now);
  const tripped: string[] = [];
  for (const edition of underWay) {
    const finding = [own.get(edition.id), ...common.filter(({ editionId }) => editionId !== edition.id)].find(
      (one) => one?.level === "tripped",
    );
    if (!finding) continue;
    const { level: _, ...facts } = finding;
    if (!(await pauseAlone(ctx, db, edition, facts))) continue;
    const at = now.toISOString();
    ctx.log.error({ editionId: edition.id, reason: breakerSentence(facts), at }, "edition is paused");
    tripped.push(edition.id);
  }
  return tripped;
}

/** The program's own act, whoever caused the look. */
function pauseAlone(ctx: Context, db: Database, edition: UnderWay, facts: BreakerFacts): Promise<boolean> {
  const reason = breakerSentence(facts);
  return db.transaction(async (tx) => {
    if (!(await pauseByBreaker(tx, edition, facts, reason))) return false;
    const after = { state: "paused", pausedBy: "breaker", reason };
    await recordAct(tx, { ...ctx, actor: theProgram }, { verb: "edition.pause", subject: edition.id, after });
    return true;
  });
}

/** Judges the feedback of the last days, all editions together and each by itself. */
export async function gatherBreakerReading(
  db: Database,
  limits: BreakerLimits,
  now: Date,
): Promise<BreakerReading> {
  const since = new Date(now.getTime() - limits.windowDays * dayMs);
  if (!(await hasReports(db, since))) return { common: [], own: new Map() };
  const resumedAt = await findLastBreakerResume(db);
  const editions = await listReportedEditions(db, since, resumedAt);
  const judge = async (
    of: Parameters<typeof countSubmitted>[1],
    reports: ReportedEdition["own"],
    heardSince: Date | null,
  ): Promise<BreakerFinding[]> => {
    if (!isWorthJudging(reports, limits)) return [];
    const verdict = judgeFeedback({ submitted: await countSubmitted(db, of), ...reports }, limits);
    if (verdict === null) return [];
    const editionId = "editionId" in of ? of.editionId : null;
    const { windowDays } = limits;
    return [{ ...verdict, editionId, windowDays, heardSince: heardSince?.toISOString() ?? null }];
  };
  const common = await judge({ since }, sumOf(editions.map(({ windowed }) => windowed)), resumedAt);
  const own: BreakerReading["own"] = new Map();
  for (const { id, isRecent, resumedAt: ownResume, own: ownReports, all } of editions) {
    if (!isRecent) continue;
    common.push(...(await judge({ editionId: id }, all, resumedAt)));
    for (const finding of await judge({ editionId: id }, ownReports, ownResume)) own.set(id, finding);
  }
  return { common, own };
}

function sumOf(reports: ReportedEdition["own"][]): ReportedEdition["own"] {
  const sum = { bounced: 0, complained: 0 };
  for (const { bounced, complained } of reports) {
    sum.bounced += bounced;
    sum.complained += complained;
  }
  return sum;
}
