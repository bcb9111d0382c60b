import { z } from "zod";
import type { Database } from "../../db/client.ts";
import { listSuppressedAmong } from "../../subscribers/suppressions/store.ts";
import { listRemovedEntries, lockProvidersList, noteListed } from "../feedback/providers-list.ts";
import { vendorId } from "../mailers/vendor-id.ts";
import { suppressionOf } from "../reports/reported-suppressions.ts";
import { suppressReported } from "../reports/store.ts";
import { readPages } from "./read-pages.ts";
import { type ReconcileRun, saveProgress } from "./reconcile-run.ts";

const entrySchema = z.object({
  id: vendorId.nullable().catch(null).default(null),
  email: z.string(),
  /** `bounce`, `complaint` or `manual`. */
  origin: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .nullable()
    .catch(null)
    .default(null),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Reads the provider's own suppression list to its end
 * (https://resend.com/docs/api-reference/suppressions/list-suppressions): whom it names is suppressed here too, as the
 * provider's. What is suppressed here alone is left to an operator; `gatherDrift` tells it after a whole pass.
 */
export async function compareSuppressions(run: ReconcileRun): Promise<void> {
  const { ctx, report } = run;
  const now = ctx.clock.now();
  const pages = readPages(
    run.reader,
    (resend, page, options) => resend.suppressions.list(page, options),
    entrySchema,
    run.state.listAfter,
  );
  for await (const { items, next, isFirst } of pages) {
    const beganAt = isFirst ? now : (run.state.listBeganAt ?? now);
    report.suppressions.listed += items.length;
    report.suppressions.added += await ctx.db.transaction((tx) => takeOver(run, tx, items));
    await saveProgress(run, {
      listAfter: next,
      listBeganAt: next === null ? null : beganAt,
      ...(next === null ? { listPassedAt: beganAt } : {}),
    });
  }
  report.suppressions.isWhole = true;
}

/** Suppresses whom entries name; how many were not suppressed before. */
async function takeOver({ ctx }: ReconcileRun, tx: Database, entries: Entry[]): Promise<number> {
  const { addressKeys } = ctx;
  await lockProvidersList(tx);
  const removed = await listRemovedEntries(
    tx,
    entries.flatMap(({ id }) => id ?? []),
  );
  const now = ctx.clock.now();
  const reported = entries
    .filter(({ id }) => id === null || !removed.has(id))
    .flatMap(({ id, email, origin }) =>
      suppressionOf(email, "provider", origin).map((one) => ({ one, listing: { entryId: id, at: now } })),
    );
  const hashes = reported.map(({ one }) => one.addressHash);
  const known = await listSuppressedAmong(tx, addressKeys, hashes);
  await suppressReported(
    tx,
    addressKeys,
    reported.map(({ one }) => one),
    now,
  );
  await noteListed(
    tx,
    reported.map(({ one, listing }) => ({ addressHash: one.addressHash, ...listing })),
  );
  return new Set(hashes.filter((hash) => !known.has(hash))).size;
}
