import { retryFailed } from "../delivery/steer/retry-failed.ts";
import { command, withContext } from "./program.ts";

export const retryCommand = () =>
  command(
    "retry",
    "plan again what failed; never what may have been accepted",
    "retry --edition daily-2026-06-18",
  )
    .requiredOption("--edition <id>", "the edition, as `paperboy status` names it")
    .action((options: { edition: string; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const retried = await retryFailed(ctx, options.edition);
        out.json(retried);
        out.line(
          `${retried.planned} deliveries of ${retried.editionId} are planned again in ${retried.batches} batches.`,
        );
      }),
    );
