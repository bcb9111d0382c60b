import { sql } from "drizzle-orm";
import { parseAddress } from "../../src/addresses/address.ts";
import type { Cadence } from "../../src/calendar/periods.ts";
import { sqlArray } from "../../src/db/sql-array.ts";
import { planDeliveries } from "../../src/delivery/plan/plan-deliveries.ts";
import type { Edition } from "../../src/editions/edition.ts";
import { freezeEdition } from "../../src/editions/freeze-edition.ts";
import type { RankedPaper } from "../../src/ranking/rank-period.ts";
import { insertImported } from "../../src/subscribers/lists/import-store.ts";
import { type PreferencesInput, parsePreferences } from "../../src/subscribers/preferences.ts";
import type { TestContext } from "./context.ts";
import { splitBatches } from "./delivering.ts";
import { rankedPapers } from "./ranked-papers.ts";

/** Adds active subscribers `reader0@example.com`, `reader1@example.com`, ...; returns their ids in that order. */
export async function plantSubscribers(
  ctx: TestContext,
  count: number,
  preferences: PreferencesInput = {},
  prefix = "reader",
): Promise<string[]> {
  const checked = parsePreferences(preferences);
  if (checked.kind === "refused") throw new Error(checked.reasons.join("; "));
  const rows = Array.from({ length: count }, (_, index) => {
    const parsed = parseAddress(`${prefix}${index}@example.com`);
    if (parsed.kind === "refused") throw new Error(parsed.reason);
    return { ...parsed.address, preferences: checked.preferences, pausedUntil: null };
  });
  const consent = { source: "test", wording: "a test" };
  // One statement, where a verb for each would make thousands for the readers of a few batches.
  await insertImported(ctx.db, ctx.addressKeys, rows, consent, ctx.clock.now());
  const { rows: planted } = await ctx.db.execute<{ id: string }>(sql`
    select s.id from subscribers s join unnest(${sqlArray(rows.map(({ emailKey }) => emailKey))}::text[])
      with ordinality as given (key, place) on given.key = s.email_key order by given.place`);
  if (planted.length !== count) throw new Error("some of them are suppressed");
  return planted.map(({ id }) => id);
}

export type PlantedEdition = Edition & { planned: number; batches: number };

/**
 * Freezes an edition of made-up papers and plans its deliveries, all due at once. Unless they are given, each period
 * has papers of its own.
 */
export async function plantEdition(
  ctx: TestContext,
  options: {
    cadence?: Cadence;
    period?: string;
    isHeld?: boolean;
    papers?: number;
    ranked?: RankedPaper[];
    /** Each delivery is due at its reader's hour. */
    isAtHours?: boolean;
    /** Each delivery has a batch of its own from the first instant on, also where workers run already. */
    isOneBatchEach?: boolean;
  } = {},
): Promise<PlantedEdition> {
  const { cadence = "daily", period = usualPeriod, papers = 5 } = options;
  return ctx.db.transaction(async (tx) => {
    const edition = await freezeEdition(tx, {
      cadence,
      period,
      ranked: options.ranked ?? rankedPapers(papers, firstNumberOf(period)),
      missingSources: [],
      now: ctx.clock.now(),
      state: options.isHeld ? "held" : "sending",
    });
    const planned = await planDeliveries(ctx, tx, edition, !options.isAtHours);
    if (options.isOneBatchEach) await splitBatches(tx, edition.id);
    return { ...edition, ...planned };
  });
}

const usualPeriod = "2026-06-17";

/** The papers of the usual period begin at 10,000; those of the days around it a thousand further each. */
function firstNumberOf(period: string): number {
  const days = (Date.parse(period) - Date.parse(usualPeriod)) / 86_400_000;
  return Number.isNaN(days) ? 10_000 : 10_000 + 1000 * (((days % 80) + 80) % 80);
}
