import { sql } from "drizzle-orm";
import { Gauge, Registry } from "prom-client";
import { within } from "../calendar/within.ts";
import { isOld, lookAtFigures } from "../console/look-at-figures.ts";
import { countQueuedJobs } from "../console/overview.ts";
import { standingFigures } from "../console/subscriber-figures.ts";
import type { Context } from "../context.ts";
import { limitStatements } from "../db/limit-statements.ts";
import { uncertainDeliveries } from "../delivery/ledger/reasons-store.ts";
import { countRequests } from "../delivery/ledger/totals-store.ts";
import { withFeedback } from "../delivery/progress/edition-progress.ts";
import { listEditionStatus } from "../delivery/progress/edition-status.ts";
import { findGateBlock } from "../delivery/provider/gate-store.ts";
import { findPace } from "../delivery/provider/present-pace.ts";
import { deliveryStates, isOpenBatch } from "../delivery/tables.ts";
import { findLastRuns } from "../due/runs-store.ts";
import { UnreachableError } from "../errors.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { listLateEditions } from "./edition-lateness.ts";
import { isServedByRuns, runFactsOf } from "./served-by-runs.ts";

/** Editions whose deliveries are told one by one; older ones no longer change. */
const toldEditions = 6;

const timeoutMs = 8_000;

/**
 * What PostgreSQL and the queue know at the moment of a scrape, in Prometheus' text format: the same from
 * whichever process it is asked. A part that cannot be asked is left out, and `paperboy_up` tells it.
 */
export async function collectLedgerMetrics(ctx: Context): Promise<string> {
  const registry = new Registry();
  const gauge = gauges(registry);
  const up = gauge("paperboy_up", "Whether a part could be asked at this scrape.", ["part"]);
  const parts: [string, () => Promise<void>][] = [
    ["deliveries", () => tellDeliveries(ctx, gauge)],
    ["database", () => tellDatabase(ctx, gauge)],
    ["sources", () => tellSources(ctx, gauge)],
    ["lateness", () => tellLateness(ctx, gauge)],
    ["queue", () => tellQueues(ctx, gauge)],
  ];
  await Promise.all(
    parts.map(async ([part, tell]) => {
      try {
        await within(timeoutMs, limitStatements(timeoutMs, tell));
        up.set({ part }, 1);
      } catch (error) {
        up.set({ part }, 0);
        ctx.log.warn({ part, reason: reasonOf(error) }, "metrics are not whole");
      }
    }),
  );
  return registry.metrics();
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

function gauges(registry: Registry): MakeGauge {
  return (name, help, labelNames = []) => new Gauge({ name, help, labelNames, registers: [registry] });
}

async function tellDeliveries(ctx: Context, gauge: MakeGauge): Promise<void> {
  const deliveries = gauge("paperboy_deliveries", "Deliveries of the latest editions by state.", [
    "edition",
    "state",
  ]);
  const planned = gauge("paperboy_edition_planned", "Planned deliveries of the latest editions.", [
    "edition",
    "state",
  ]);
  const outcomes = gauge("paperboy_delivery_outcomes", "Submitted deliveries by what feedback said.", [
    "edition",
    "outcome",
  ]);
  const engagement = gauge("paperboy_engagement", "Deliveries opened or clicked, by whom.", [
    "edition",
    "kind",
    "by",
  ]);
  const editions = await listEditionStatus(ctx.db, null, toldEditions, "few");
  for (const { editionId: edition, state, planned: count } of editions)
    planned.set({ edition, state }, count);
  // The watch counts one for the first time; until then nothing is told of it.
  const counted = editions.filter(({ isCounted }) => isCounted);
  for (const { editionId: edition, feedback, ...status } of await withFeedback(ctx.db, counted)) {
    for (const state of deliveryStates) deliveries.set({ edition, state }, status[state]);
    for (const { outcome, count } of feedback.outcomes)
      outcomes.set({ edition, outcome: outcome ?? "none" }, count);
    engagement.set({ edition, kind: "open", by: "person" }, feedback.opened);
    engagement.set({ edition, kind: "open", by: "machine" }, feedback.machineOpened);
    engagement.set({ edition, kind: "click", by: "person" }, feedback.clicked);
    engagement.set({ edition, kind: "click", by: "machine" }, feedback.machineClicked);
  }
}

type Totals = {
  open: { state: string; count: number; requests: number }[] | null;
  oldestDue: number;
  uncertain: number;
  notices: { state: string; count: number }[] | null;
  eventsWaiting: number;
  eventsOldest: number;
  suppressions: { reason: string; count: number }[] | null;
  alerts: { kind: string; count: number }[] | null;
};

async function tellDatabase(ctx: Context, gauge: MakeGauge): Promise<void> {
  const now = ctx.clock.now();
  const { rows } = await ctx.db.execute<Totals>(sql`
    select
      (select jsonb_agg(jsonb_build_object('state', state, 'count', count)) from
        (select state, count(*) from (select state from batches where ${isOpenBatch()}
          union all select state from batches where state = 'uncertain') b group by state) b) as open,
      coalesce((select extract(epoch from ${now}::timestamptz - min(b.due_at)) from batches b join editions e on e.id = b.edition_id
        where ${isOpenBatch("b.state")} and b.due_at <= ${now} and e.state = 'sending'), 0)::float8 as "oldestDue",
      (select count(*)::int from ${sql.raw(uncertainDeliveries)} d) as uncertain,
      (select jsonb_agg(jsonb_build_object('state', state, 'count', count)) from
        (select state, count(*) from notices group by state) n) as notices,
      (select count(*)::int from provider_events where applied_at is null) as "eventsWaiting",
      coalesce((select extract(epoch from ${now}::timestamptz - min(received_at)) from provider_events
        where applied_at is null), 0)::float8 as "eventsOldest",
      (select jsonb_agg(jsonb_build_object('reason', reason, 'count', count)) from
        (select reason, count(*) from suppressions group by reason) s) as suppressions,
      (select jsonb_agg(jsonb_build_object('kind', kind, 'count', count)) from
        (select kind, count(*) from alerts where cleared_at is null group by kind) a) as alerts`);
  const totals = rows[0];
  if (!totals) return;
  const requests = await countRequests(ctx.db);
  const counted = await lookAtFigures(ctx, standingFigures);
  const byState = (name: string, help: string, counts: { state: string; count: number }[] | null) => {
    const one = gauge(name, help, ["state"]);
    for (const { state, count } of counts ?? []) one.set({ state }, count);
  };
  byState("paperboy_batches_open", "Batches without their outcome.", totals.open);
  byState("paperboy_notices", "Single mails by state.", totals.notices);
  // A number that is taken for that of this moment is left out rather than told late.
  if (counted !== null && !isOld(counted, standingFigures, now))
    byState(
      "paperboy_subscribers",
      "Subscribers by state; those with a suppressed address apart.",
      counted.figures.standings.map(({ standing, count }) => ({ state: standing, count })),
    );
  const suppressed = gauge("paperboy_suppressions", "Addresses that are not mailed.", ["reason"]);
  for (const { reason, count } of totals.suppressions ?? []) suppressed.set({ reason }, count);
  const alerts = gauge("paperboy_alerts_active", "Alerts that stand.", ["kind"]);
  for (const { kind, count } of totals.alerts ?? []) alerts.set({ kind }, count);
  gauge("paperboy_oldest_due_seconds", "How long the longest due batch has waited.").set(totals.oldestDue);
  gauge(
    "paperboy_served_by_runs",
    "Whether runs of `paperboy once` go on in their rhythm: what is due waits for the next.",
  ).set(isServedByRuns(runFactsOf(await findLastRuns(ctx.db), now)) ? 1 : 0);
  gauge("paperboy_deliveries_uncertain", "Deliveries of which nobody knows the outcome.").set(
    totals.uncertain,
  );
  gauge("paperboy_batch_requests", "Requests begun for the batches that are kept, all processes.").set(
    requests.requests,
  );
  gauge("paperboy_batch_requests_declined", "Those of them that were certainly not accepted.").set(
    requests.declined,
  );
  gauge("paperboy_events_waiting", "Webhook events that are stored and not applied.").set(
    totals.eventsWaiting,
  );
  gauge("paperboy_events_oldest_seconds", "How long the longest waiting event has waited.").set(
    totals.eventsOldest,
  );
  const pace = await findPace(ctx);
  if (pace !== null) {
    gauge("paperboy_provider_limit", "Requests a second that the limit allows, by who says so.", [
      "source",
    ]).set({ source: pace.from }, pace.limitPerSecond);
  }
  const block = await findGateBlock(ctx.db, now);
  gauge("paperboy_provider_blocked", "Whether requests wait for a quota, a limit or a refused key.").set(
    block ? 1 : 0,
  );
  gauge("paperboy_clock_skew_seconds", "The database's clock less this process's.").set(
    -(await ctx.timekeeper.check()).offsetMs / 1000,
  );
}

async function tellSources(ctx: Context, gauge: MakeGauge): Promise<void> {
  const now = ctx.clock.now();
  const { rows } = await ctx.db.execute<{
    source: string;
    age: number | null;
    isOk: boolean;
    papers: number;
    rejected: number;
  }>(sql`
    select distinct on (r.source) r.source, r.is_ok as "isOk", r.papers, r.rejected,
      (select extract(epoch from ${now}::timestamptz - max(g.finished_at))::float8 from source_runs g
        where g.source = r.source and g.is_ok) as age
    from source_runs r order by r.source, r.started_at desc, r.id desc`);
  const age = gauge("paperboy_ingest_age_seconds", "Since a source was last collected well.", ["source"]);
  const ok = gauge("paperboy_ingest_ok", "Whether the last collection went well.", ["source"]);
  const papers = gauge("paperboy_ingest_papers", "Papers of the last collection.", ["source"]);
  const rejected = gauge("paperboy_ingest_rejected", "Items of the last collection that could not be read.", [
    "source",
  ]);
  for (const row of rows) {
    const { source } = row;
    if (row.age !== null) age.set({ source }, row.age);
    ok.set({ source }, row.isOk ? 1 : 0);
    papers.set({ source }, row.papers);
    rejected.set({ source }, row.rejected);
  }
}

async function tellLateness(ctx: Context, gauge: MakeGauge): Promise<void> {
  const late = gauge(
    "paperboy_edition_late_seconds",
    "How late the edition of the last period is; 0 when it is there.",
    ["cadence"],
  );
  for (const { cadence, lateMs } of await listLateEditions(
    ctx.db,
    ctx.config.schedule.publishAt,
    ctx.clock.now(),
  )) {
    late.set({ cadence }, lateMs / 1000);
  }
}

async function tellQueues(ctx: Context, gauge: MakeGauge): Promise<void> {
  const jobs = gauge("paperboy_queue_jobs", "Jobs by queue and state.", ["queue", "state"]);
  const queues = await countQueuedJobs(ctx);
  if (queues === null) throw new UnreachableError("The queue does not answer soon.");
  for (const { name, counts } of queues) {
    for (const [state, count] of Object.entries(counts)) jobs.set({ queue: name, state }, count);
  }
}
