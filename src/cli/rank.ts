import { Option } from "commander";
import { defaultLanguage, wordsIn } from "../../words/words.ts";
import { explanationSentence } from "../editions/explanation-sentence.ts";
import { rankEdition } from "../editions/rank-edition.ts";
import { InvalidInputError } from "../errors.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import { noPapers } from "../ranking/no-papers.ts";
import { cadenceOption, type PeriodOptions, shownDateOption } from "./cadence-option.ts";
import { type CommandRun, command, withContext } from "./program.ts";
import { printEvaluation } from "./rank-evaluation.ts";
import { printExplained } from "./rank-explain.ts";
import { printRefit, printReset } from "./rank-prior.ts";

type RankOptions = PeriodOptions & {
  evaluate?: boolean;
  page?: string;
  explain?: string;
  refitPrior?: boolean;
  resetPrior?: boolean;
};

/** What is done instead of printing a ranking: one at a time. */
const instead = ["evaluate", "explain", "refitPrior", "resetPrior"];
const otherThan = (one: string) => [
  ...instead.filter((other) => other !== one),
  "date",
  // A paper and the weights are the same for all editions.
  ...(one === "evaluate" ? [] : ["cadence"]),
];

export const rankCommand = () =>
  command("rank", "print the ranking with the parts of each score", "rank --date 2026-06-18")
    .addOption(shownDateOption())
    .addOption(cadenceOption())
    .addOption(
      new Option(
        "--evaluate",
        "instead: how the orders of past editions met what the votes became, beside plain votes",
      ).conflicts(otherThan("evaluate")),
    )
    .option("--page <number>", "with --evaluate: which page of past editions, the latest first")
    .addOption(
      new Option(
        "--explain <id>",
        "instead: what one paper's score is made of, its history, its editions",
      ).conflicts(otherThan("explain")),
    )
    .addOption(
      new Option(
        "--refit-prior",
        "instead: fit what orders papers without votes to this installation's history",
      ).conflicts(otherThan("refitPrior")),
    )
    .addOption(
      new Option("--reset-prior", "instead: go back to the shipped weights of that").conflicts(
        otherThan("resetPrior"),
      ),
    )
    .action((options: RankOptions) =>
      withContext(options, async (run) => {
        if (options.page !== undefined && !options.evaluate)
          throw new InvalidInputError("--page goes with --evaluate: give both, or leave --page out.");
        if (options.evaluate) return printEvaluation(run, options);
        if (options.explain !== undefined) return printExplained(run, options.explain);
        if (options.refitPrior) return printRefit(run);
        if (options.resetPrior) return printReset(run);
        return printRanking(run, options);
      }),
    );

async function printRanking({ ctx, out }: CommandRun, options: RankOptions): Promise<void> {
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
}
