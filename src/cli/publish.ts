import { assertClockRight } from "../db/timekeeper.ts";
import { publishEdition } from "../delivery/publish-edition.ts";
import { cadenceOption, type PeriodOptions, periodFrom } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";

export const publish = () =>
  command(
    "publish",
    "freeze an edition and plan its deliveries; repeatable",
    "publish --date 2026-06-18 --now",
  )
    .option("--date <day>", "a day of the period, YYYY-MM-DD (default: the last period that is over)")
    .addOption(cadenceOption())
    .option("--hold", "wait for `paperboy approve`")
    .option("--now", "make all due at once, whatever the reader's hour")
    .action((options: PeriodOptions & { hold?: boolean; now?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        assertClockRight(ctx.timekeeper);
        const published = await publishEdition(ctx, {
          cadence: options.cadence,
          period: periodFrom(options, ctx.clock.now()),
          isHeld: options.hold ?? false,
          isNow: options.now ?? false,
        });
        out.json(published);
        out.line(
          `${published.editionId}: ${published.papers} papers, ${published.planned} deliveries planned in ${published.batches} batches.`,
        );
      }),
    );
