import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { replayEvents } from "../delivery/feedback/replay-events.ts";
import { gatherDrift } from "../delivery/reconcile/drift.ts";
import { reconcile } from "../delivery/reconcile/reconcile.ts";
import { reconcileWords } from "../delivery/reconcile/words.ts";
import { InvalidInputError, RefusedError } from "../errors.ts";
import { assertReadable } from "./assert-readable.ts";
import { command, withContext } from "./program.ts";

export const feedbackCommand = () =>
  new Command("feedback")
    .description("what the provider told of mails: reconcile, replay")
    .addHelpText("after", "\nExample:\n  $ paperboy feedback replay events.jsonl")
    .addCommand(reconcileNow())
    .addCommand(replay());

const reconcileNow = () =>
  command(
    "reconcile",
    "fetch what Resend knows and no webhook brought: events, mails, suppressions; repeatable",
    "feedback reconcile",
  )
    .option(
      "--requests <count>",
      "how many at the most; unless said, what is left of RECONCILE_REQUESTS today",
    )
    .action((options: { requests?: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const most = options.requests === undefined ? undefined : readCount(options.requests);
        const result = await reconcile(ctx, most);
        if (result.kind === "no-provider")
          throw new RefusedError("MAIL_TRANSPORT is outbox: there is no provider to ask.");
        if (result.kind === "busy")
          throw new RefusedError(
            "Another process fetches the provider's word just now: wait until it is done.",
          );
        const drift = await gatherDrift(ctx.db);
        out.json({ ...result.report, drift });
        for (const line of reconcileWords(result.report, drift)) out.line(line);
      }),
    );

function readCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidInputError("--requests must be a whole number from 1, such as 1000.");
  return Number(text);
}

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
