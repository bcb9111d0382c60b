import { planDeliveries } from "../../src/delivery/plan/plan-deliveries.ts";
import type { Edition } from "../../src/editions/edition.ts";
import { freezeEdition } from "../../src/editions/freeze-edition.ts";
import { addSubscriber } from "../../src/subscribers/add-subscriber.ts";
import type { PreferencesInput } from "../../src/subscribers/preferences.ts";
import type { TestContext } from "./context.ts";
import { rankedPapers } from "./ranked-papers.ts";

/** Adds active subscribers `reader0@example.com`, `reader1@example.com`, ...; returns their ids in that order. */
export async function plantSubscribers(
  ctx: TestContext,
  count: number,
  preferences: PreferencesInput = {},
  prefix = "reader",
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const result = await addSubscriber(ctx, {
      email: `${prefix}${index}@example.com`,
      source: "test",
      consent: { wording: "a test" },
      preferences,
    });
    if (result.kind === "refused") throw new Error(result.reason);
    ids.push(result.subscriber.id);
  }
  return ids;
}

/** Freezes an edition of made-up papers and plans its deliveries, all due at once. */
export async function plantEdition(
  ctx: TestContext,
  options: { period?: string; isHeld?: boolean; papers?: number } = {},
): Promise<Edition & { planned: number; batches: number }> {
  return ctx.db.transaction(async (tx) => {
    const edition = await freezeEdition(tx, {
      cadence: "daily",
      period: options.period ?? "2026-06-17",
      ranked: rankedPapers(options.papers ?? 5),
      missingSources: [],
      now: ctx.clock.now(),
      state: options.isHeld ? "held" : "sending",
    });
    return { ...edition, ...(await planDeliveries(ctx, tx, edition, true)) };
  });
}
