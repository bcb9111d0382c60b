import type { Context } from "../../context.ts";
import { askCitingRepos, createReposFetch } from "./ask-citing-repos.ts";
import { claimPaperToAsk, keepCitingRepos, noteReposFailed } from "./store.ts";

export type ReposReport = { answered: number; failed: number };

/** Less than a stop waits for; what is left is rung for again. */
const runMs = 15_000;

/**
 * Asks Hugging Face which models, datasets and Spaces cite the papers that wait for it, one after the other, for some
 * seconds or until the day's limit is used up; stops at the first request that fails, after which it is left alone for
 * a while. No look and no edition waits for it. Safe to repeat and to run beside itself: a request is counted before
 * it is made.
 */
export async function collectCitingRepos(
  ctx: Pick<Context, "clock" | "config" | "db" | "log" | "settings">,
): Promise<ReposReport> {
  const report: ReposReport = { answered: 0, failed: 0 };
  const { sources } = ctx.config;
  const name = () => ctx.settings.current().brand.name;
  const fetch = createReposFetch({ contact: sources.contact, name }, ctx.log);
  const begun = performance.now();
  while (performance.now() - begun < runMs) {
    const paperId = await claimPaperToAsk(ctx.db, sources.reposDailyLimit, ctx.clock.now());
    if (paperId === null) break;
    const answer = await askCitingRepos(fetch, sources, paperId);
    const now = ctx.clock.now();
    if (answer.kind === "failed") {
      report.failed += 1;
      await noteReposFailed(ctx.db, answer, now);
      ctx.log.warn({ paperId, code: answer.code }, "Hugging Face does not tell what cites a paper");
      break;
    }
    report.answered += 1;
    await keepCitingRepos(ctx.db, paperId, answer.repos, now);
  }
  return report;
}
