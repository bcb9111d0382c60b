import { z } from "zod";
import type { Database } from "../../db/client.ts";
import { suppressedAmong } from "../../subscribers/store.ts";
import { lockProvidersList, noteListed, removedEntries } from "../feedback/providers-list.ts";
import { suppressionOf } from "../feedback/reported-suppressions.ts";
import { suppressReported } from "../feedback/store.ts";
import { type Run, save } from "./run.ts";

const pageSize = 100;

const listSchema = z.object({
  has_more: z.boolean(),
  data: z.array(
    z.object({
      id: z.string().min(1),
      email: z.string(),
      origin: z.string().max(40).nullable().catch(null).default(null),
    }),
  ),
});

type Entry = z.infer<typeof listSchema>["data"][number];

/**
 * Reads the provider's own suppression list to its end
 * (https://resend.com/docs/api-reference/suppressions/list-suppressions): whom it names is suppressed here too, as the
 * provider's. What is suppressed here alone is left to an operator; `findDrift` tells it after a whole pass.
 */
export async function compareSuppressions(run: Run): Promise<void> {
  const { ctx, report, reader } = run;
  const now = ctx.clock.now();
  for (;;) {
    const { listAfter } = run.state;
    const page = await reader.ask(
      (resend, options) =>
        resend.suppressions.list(
          { limit: pageSize, ...(listAfter === null ? {} : { after: listAfter }) },
          options,
        ),
      listSchema,
    );
    if (page === null && listAfter !== null) {
      await save(run, { listBeganAt: null, listAfter: null });
      continue;
    }
    const entries = page?.data ?? [];
    report.suppressions.listed += entries.length;
    report.suppressions.added += await ctx.db.transaction((tx) => takeOver(run, tx, entries));
    const last = entries.at(-1);
    const beganAt = run.state.listBeganAt ?? now;
    if (!page?.has_more || last === undefined) {
      if (page !== null) await save(run, { listPassedAt: beganAt, listBeganAt: null, listAfter: null });
      report.suppressions.isWhole = page !== null;
      return;
    }
    await save(run, { listBeganAt: beganAt, listAfter: last.id });
  }
}

/** Suppresses whom entries name; how many were not suppressed before. */
async function takeOver({ ctx }: Run, tx: Database, entries: Entry[]): Promise<number> {
  const { addressKeys } = ctx;
  await lockProvidersList(tx);
  const removed = await removedEntries(
    tx,
    entries.map(({ id }) => id),
  );
  const now = ctx.clock.now();
  const reported = entries
    .filter(({ id }) => !removed.has(id))
    .flatMap(({ id, email, origin }) =>
      suppressionOf(email, "provider", origin).map((one) => ({ one, listing: { entryId: id, at: now } })),
    );
  const hashes = reported.map(({ one }) => one.addressHash);
  const known = await suppressedAmong(tx, addressKeys, hashes);
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
