import { assertClockRight } from "../db/timekeeper.ts";
import { publishEdition } from "../publish/publish-edition.ts";
import { papersInWords, publishedWords } from "../publish/published-words.ts";
import { cadenceOption, type PeriodOptions, periodFrom } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";

export const publishCommand = () =>
  command(
    "publish",
    "freeze an edition and plan its deliveries; repeatable",
    "publish --date 2026-06-18 --now",
  )
    .option("--date <day>", "a day of the period, YYYY-MM-DD (default: the last period that is over)")
    .addOption(cadenceOption())
    .option("--hold", "wait for `paperboy approve` (default: as PUBLISH_HOLD says)")
    .option("--no-hold", "let it go, whatever PUBLISH_HOLD says")
    .option("--now", "make all due at once, whatever the reader's hour")
    .action((options: PeriodOptions & { hold?: boolean; now?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        assertClockRight(ctx.timekeeper);
        const isHeld = options.hold ?? null;
        const published = await publishEdition(ctx, {
          cadence: options.cadence,
          period: periodFrom(options, ctx.clock.now()),
          isHeld,
          isNow: options.now ?? false,
        });
        out.json(published);
        out.line(
          `${published.editionId}: ${papersInWords(published)}, ${published.planned} deliveries planned in ${published.batches} batches.`,
        );
        const words = publishedWords(published, { isHeld });
        if (words !== null) out.line(words);
        if (published.state === "cancelled") process.exitCode = 1;
      }),
    );
