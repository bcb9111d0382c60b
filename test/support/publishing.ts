import { sql } from "drizzle-orm";
import type { Cadence } from "../../src/calendar/periods.ts";
import { dispatchDue } from "../../src/delivery/send/dispatch-due.ts";
import { listOpenPeriods, listPeriodsToPublish } from "../../src/due/store.ts";
import type { FetchLimits } from "../../src/papers/sources/http.ts";
import { createPaperSources, type PaperSources } from "../../src/papers/sources/source.ts";
import { publishDuePeriod } from "../../src/publish/publish-due-period.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { type FakeArxiv, startFakeArxiv } from "../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake-huggingface.ts";
import { dailyItem } from "../fixtures/papers/daily-items.ts";
import type { TestClock } from "./clock.ts";
import { type TestContext, testConfig } from "./context.ts";

export type SourcesOfDays = {
  huggingface: FakeHuggingFace;
  arxiv: FakeArxiv;
  /** Asks the fakes with short limits. */
  sources: PaperSources;
  env: Record<string, string>;
  /** Lists so many papers of a day at Hugging Face, as that day's. */
  list(day: string, papers?: number): void;
  close(): Promise<void>;
};

/** Hugging Face and arXiv as a test wants them; no day has papers unless listed. */
export async function startSourcesOfDays(
  clock: TestClock,
  limits: Partial<FetchLimits> = {},
): Promise<SourcesOfDays> {
  const [huggingface, arxiv] = await Promise.all([
    startFakeHuggingFace({ days: {} }),
    startFakeArxiv({ clock }),
  ]);
  const env = {
    HF_BASE_URL: huggingface.url,
    ARXIV_BASE_URL: arxiv.url,
    ARXIV_FEED_URL: arxiv.url,
    ARXIV_SPACING_MS: "0",
  };
  const log = createLog({ logLevel: "silent" });
  return {
    huggingface,
    arxiv,
    sources: createPaperSources(testConfig("postgres://unused.invalid/x", env), log, {
      backoffMs: 1,
      timeoutMs: 1_000,
      retries: 0,
      ...limits,
    }),
    env,
    list: (day, papers = 2) => huggingface.setDay(day, itemsOf(day, papers)),
    close: async () => {
      await Promise.all([huggingface.close(), arxiv.close()]);
    },
  };
}

/** Items as Hugging Face lists them on a day; each day has papers of its own. */
export function itemsOf(day: string, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) =>
    dailyItem({
      id: `26${day.slice(5, 7)}.${day.slice(8, 10)}${String(index).padStart(3, "0")}`,
      upvotes: 10 + index,
      paper: { submittedOnDailyAt: `${day}T00:00:00.000Z`, publishedAt: `${day}T00:00:00.000Z` },
    }),
  );
}

/** Dispatches, and does what the publish worker does with all that is due. */
export async function publishAllDue(ctx: TestContext): Promise<string[]> {
  await dispatchDue(ctx);
  const kinds: string[] = [];
  for (const { cadence, period } of await listPeriodsToPublish(ctx.db, ctx.clock.now())) {
    const taken = await publishDuePeriod(ctx, cadence, period);
    kinds.push(`${cadence}-${period} ${taken.kind === "done" ? taken.value.kind : taken.kind}`);
  }
  return kinds;
}

/** The editions that were published, by name. */
export async function editionIds(ctx: Pick<TestContext, "db">): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from editions order by published_at, id`,
  );
  return rows.map(({ id }) => id);
}

/** The periods that wait, with their state. */
export async function openPeriods(ctx: TestContext, cadence?: Cadence): Promise<string[]> {
  const open = await listOpenPeriods(ctx.db, ctx.clock.now());
  return open
    .filter((one) => cadence === undefined || one.cadence === cadence)
    .map((one) => `${one.cadence}-${one.period} ${one.state}`);
}
