import { cadenceOption, type PeriodOptions, periodFrom } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";

export const skipCommand = () =>
  command(
    "skip",
    "decide that a period is not published; only `paperboy publish` still does it; repeatable",
    "skip --date 2026-06-18",
  )
    .requiredOption("--date <day>", "a day of the period, YYYY-MM-DD, or the period itself")
    .addOption(cadenceOption())
    .action((options: PeriodOptions) =>
      withContext(options, async ({ ctx, out }) => {
        const { skipPeriod } = await import("../publish/skip-period.ts");
        const skipped = await skipPeriod(ctx, options.cadence, periodFrom(options, ctx.clock.now()));
        out.json(skipped);
        const { cadence, period, hasChanged } = skipped;
        out.line(`The ${cadence} edition of ${period} is skipped${hasChanged ? "" : " already"}.`);
      }),
    );
