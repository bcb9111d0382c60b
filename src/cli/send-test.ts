import { sendTest } from "../delivery/send-test.ts";
import { cadenceOption, type PeriodOptions, periodFrom } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";

export const sendTestMail = () =>
  command(
    "send-test",
    "send one digest, marked as a test and not counted",
    "send-test --date 2026-06-18 --to me@example.com",
  )
    .requiredOption("--to <address>", "who receives it")
    .option("--date <day>", "a day, YYYY-MM-DD (default: yesterday, UTC)")
    .addOption(cadenceOption())
    .action((options: PeriodOptions & { to: string }) =>
      withContext(options, async ({ ctx, out }) => {
        const period = periodFrom(options, ctx.clock.now());
        const sent = await sendTest(ctx, { cadence: options.cadence, period, to: options.to });
        out.json(sent);
        out.line(`A test of ${period} is on its way to ${options.to}.`);
      }),
    );
