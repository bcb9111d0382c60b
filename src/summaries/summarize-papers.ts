import type { Context } from "../context.ts";
import { askModel } from "./ask-model.ts";
import { readSentence } from "./read-sentence.ts";
import { claimPaper, keepSentence, noteFailed, noteRefused } from "./store.ts";

export type SummariesReport = { made: number; refused: number; failed: number };

/** Less than a stop waits for; what is left is rung for again. */
const runMs = 15_000;

/**
 * Has the model sum up the papers that wait for it, one after the other, for some seconds or until the day's limit
 * is used up; stops at the first request that fails, after which the endpoint is left alone for a while. Nothing
 * waits for it: an edition is frozen with the sentences that are there. Safe to repeat and to run beside itself: a
 * request is counted before it is made, and a paper has one sentence for ever.
 */
export async function summarizePapers(
  ctx: Pick<Context, "config" | "db" | "clock" | "log">,
): Promise<SummariesReport> {
  const report: SummariesReport = { made: 0, refused: 0, failed: 0 };
  const { summaries } = ctx.config;
  if (summaries === null) return report;
  const begun = performance.now();
  while (performance.now() - begun < runMs) {
    const paper = await claimPaper(ctx.db, summaries.dailyLimit, ctx.clock.now());
    if (paper === null) break;
    const answer = await askModel(summaries, paper);
    const now = ctx.clock.now();
    if (answer.kind === "failed") {
      report.failed += 1;
      await noteFailed(ctx.db, answer, now);
      ctx.log.warn({ code: answer.code }, "the model that sums up papers does not answer");
      break;
    }
    const read = readSentence(answer.text, paper);
    if (read.kind === "refused") {
      report.refused += 1;
      await noteRefused(ctx.db, paper.id, read.refusal, now);
      ctx.log.info({ paperId: paper.id, code: read.refusal }, "a model's sentence is not shown");
    } else {
      report.made += 1;
      await keepSentence(ctx.db, paper.id, { text: read.text, model: summaries.model, now });
    }
  }
  return report;
}
