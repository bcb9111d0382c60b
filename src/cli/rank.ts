import { defaultLanguage, wordsIn } from "../../words/words.ts";
import { explanationSentence } from "../editions/explanation-sentence.ts";
import { rankEdition } from "../editions/rank-edition.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import { noPapers } from "../ranking/no-papers.ts";
import { cadenceOption, type PeriodOptions, shownDateOption } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";
import { type EvaluationOptions, printEvaluation } from "./rank-evaluation.ts";

export const rankCommand = () =>
  command("rank", "print the ranking with the parts of each score", "rank --date 2026-06-18")
    .addOption(shownDateOption())
    .addOption(cadenceOption())
    .option("--evaluate", "how the orders of past editions met what the votes became, beside plain votes")
    .option("--page <number>", "with --evaluate: which page of past editions, the latest first", "1")
    .action((options: PeriodOptions & EvaluationOptions & { evaluate?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        if (options.evaluate) return printEvaluation({ ctx, out }, options);
        const now = ctx.clock.now();
        const period = await shownPeriod(ctx.db, options, now);
        const ranked = await rankEdition(ctx.db, { cadence: options.cadence, period, now });
        const papers = ranked
          .filter((paper) => paper.section !== "late")
          .map(({ rank, id, title, score, parts, explanation, upvotes, comments, stars }) => ({
            rank,
            id,
            title,
            score,
            parts,
            reason: explanationSentence(explanation, wordsIn(defaultLanguage)),
            upvotes,
            comments,
            stars,
          }));
        if (papers.length === 0) {
          throw noPapers(options.cadence, period);
        }
        out.json({ date: period, cadence: options.cadence, papers });
        out.table(
          papers.map((paper) => [
            paper.rank,
            paper.score.toFixed(3),
            paper.id,
            paper.reason === "" ? paper.title : `${paper.title} (${paper.reason})`,
          ]),
        );
      }),
    );
