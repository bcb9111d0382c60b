import type { Context } from "../context.ts";
import { awaitMailer } from "../due/marks-store.ts";
import {
  type ImportInput,
  type ImportReport,
  importSubscribers,
} from "../subscribers/lists/import-subscribers.ts";
import { noteReaders } from "./enter-setup.ts";

/**
 * Imports the readers of a former list in the set-up, as `importSubscribers` does. Before the first of them is there,
 * digests are made to wait for a process that mails by the provider: this one would lay them into the local mailbox, and
 * the ledger would take them for mailed.
 *
 * @throws what `importSubscribers` throws.
 */
export async function importReaders(ctx: Context, input: ImportInput): Promise<ImportReport> {
  if (input.isDryRun) return importSubscribers(ctx, input);
  const beforeWriting = async () => {
    await noteReaders(ctx.db, 0);
    await awaitMailer(ctx.db, "resend", ctx.clock.now());
  };
  const report = await importSubscribers(ctx, { ...input, beforeWriting });
  await noteReaders(ctx.db, report.imported);
  return report;
}
