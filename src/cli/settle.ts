import { Option } from "commander";
import { settleUncertain } from "../delivery/steer/settle-uncertain.ts";
import { command, withContext } from "./program.ts";

export const settleCommand = () =>
  command(
    "settle",
    "say what became of uncertain deliveries",
    "settle --edition daily-2026-06-18 --as submitted",
  )
    .requiredOption("--edition <id>", "the edition, as `paperboy status` names it")
    .addOption(
      new Option("--as <outcome>", "what the provider's own list shows")
        .choices(["submitted", "failed"])
        .makeOptionMandatory(),
    )
    .action((options: { edition: string; as: "submitted" | "failed"; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const settled = await settleUncertain(ctx, options.edition, options.as);
        out.json(settled);
        out.line(`${settled.settled} deliveries of ${settled.editionId} are ${options.as}.`);
      }),
    );
