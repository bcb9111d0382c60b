import { Option } from "commander";
import { type Detail, details } from "../editions/edition.ts";
import { shownPeriod } from "../ranking/default-period.ts";
import { cadenceOption, type PeriodOptions, shownDateOption } from "./cadence-option.ts";
import { command, withContext } from "./program.ts";

export const sendTestCommand = () =>
  command(
    "send-test",
    "send one digest, marked as a test and not counted",
    "send-test --date 2026-06-18 --to me@example.com",
  )
    .requiredOption("--to <address>", "who receives it")
    .option("--as <address>", "the digest of this subscriber (default: of the one who receives it)")
    .addOption(new Option("--detail <level>", "in place of the reader's own").choices(details))
    .addOption(shownDateOption())
    .addOption(cadenceOption())
    .action((options: PeriodOptions & { to: string; as?: string; detail?: Detail }) =>
      withContext(options, async ({ ctx, out }) => {
        const { requireSubscriberByAddress } = await import("../publish/draft-mail.ts");
        const { sendTest } = await import("../preview/send-test.ts");
        const { cadence, to, as, detail } = options;
        const period = await shownPeriod(ctx.db, options, ctx.clock.now());
        const subscriberId = as === undefined ? undefined : (await requireSubscriberByAddress(ctx, as)).id;
        const sent = await sendTest(ctx, { cadence, period, to, subscriberId, detail });
        out.json(sent);
        out.line(`A test of ${period} is on its way to ${to}.`);
      }),
    );
