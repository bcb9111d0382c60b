import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { replayEvents } from "../delivery/feedback/replay-events.ts";
import { assertReadable } from "./assert-readable.ts";
import { command, withContext } from "./program.ts";

export const feedback = () =>
  new Command("feedback")
    .description("what the provider told of mails: replay")
    .addHelpText("after", "\nExample:\n  $ paperboy feedback replay events.jsonl")
    .addCommand(replay());

const replay = () =>
  command(
    "replay",
    "apply events that were missed, from a file with one JSON event a line; repeatable",
    "feedback replay events.jsonl",
  )
    .argument("<file>", "events as the webhooks, the webhook log or the list of mails at Resend have them")
    .action((file: string, options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        await assertReadable(file);
        const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
        const report = await replayEvents(ctx, { lines });
        out.json(report);
        out.line(
          `${report.read} read, ${report.stored} new, ${report.known} known, ${report.refusedCount} refused; ${report.applied} applied, ${report.unmatched} of no delivery here.`,
        );
        for (const { line, reason } of report.refused) out.line(`  line ${line}: ${reason}`);
      }),
    );
