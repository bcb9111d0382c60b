import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { gatherBreakerReading } from "../delivery/breaker/breaker.ts";
import { isPausedByBreaker, type PauseColumns, stateSentence } from "../delivery/breaker/pause-words.ts";
import { uncertainDeliveries } from "../delivery/ledger/reasons-store.ts";
import { findGateBlock } from "../delivery/provider/gate-store.ts";
import { isOpenBatch } from "../delivery/tables.ts";
import { awaitsAnotherMailer } from "../due/marks-store.ts";
import { findLastRuns } from "../due/runs-store.ts";
import { listOpenPeriods } from "../due/store.ts";
import type { AlertFacts } from "./alert-rules.ts";
import { listLateEditions } from "./edition-lateness.ts";
import { listProcessReports } from "./process-report.ts";
import { runFactsOf } from "./served-by-runs.ts";

/** Refused webhooks are counted over this time. */
const refusalsMinutes = 15;

/** How far back the batch that was settled last is looked for: longer than a queue may stand still. */
const workMinutes = 15;

type FactsRow = {
  oldestDueAt: string | null;
  lastWorkAt: string | null;
  oldestEventAt: string | null;
  paused: (PauseColumns & { editionId: string })[] | null;
  uncertain: AlertFacts["uncertain"] | null;
  held: (Omit<AlertFacts["held"][number], "holdEndsAt" | "isOver"> & { holdEndsAt: string | null })[] | null;
  refusedWebhooks: number;
  sources: { source: string; failedInARow: number; lastGoodAt: string | null; error: string | null }[] | null;
};

/** Reads what the alert rules judge. */
export async function gatherAlertFacts(ctx: Context, now: Date): Promise<AlertFacts> {
  const [{ rows }, gate, late, open, processes, breakers, runs, isAwaiting] = await Promise.all([
    ctx.db.execute<FactsRow>(sql`
      select
        (select min(greatest(b.due_at, b.next_attempt_at)) from batches b join editions e on e.id = b.edition_id
          where ${isOpenBatch("b.state")} and greatest(b.due_at, b.next_attempt_at) <= ${now} and e.state = 'sending')
          as "oldestDueAt",
        greatest(
          (select b.settled_at from batches b join editions e on e.id = b.edition_id
            where b.settled_at > ${now}::timestamptz - make_interval(mins => ${workMinutes}) and e.state = 'sending'
            order by b.settled_at desc limit 1),
          (select max(greatest(b.sealed_at, b.leased_until - make_interval(secs => ${ctx.config.delivery.leaseMs / 1000})))
            from batches b join editions e on e.id = b.edition_id
            where ${isOpenBatch("b.state")} and (b.sealed_at is not null or b.leased_until is not null) and e.state = 'sending'))
          as "lastWorkAt",
        (select min(received_at) from provider_events where applied_at is null) as "oldestEventAt",
        (select jsonb_agg(jsonb_build_object('editionId', id, 'state', state, 'stateReason', state_reason,
          'pausedBy', paused_by, 'pausedFacts', paused_facts)) from editions where state = 'paused') as paused,
        (select jsonb_agg(jsonb_build_object('editionId', edition_id, 'count', count)) from
          (select edition_id, count(*) from ${sql.raw(uncertainDeliveries)} d group by edition_id) u) as uncertain,
        (select jsonb_agg(jsonb_build_object('editionId', id, 'holdEndsAt', hold_ends_at, 'atHoldEnd', at_hold_end,
            'isFirstDue', f.is_due)) from editions e
          cross join lateral (select coalesce(min(due_at) <= ${now}, false) as is_due from batches b
            where b.edition_id = e.id and b.state = 'planned') f
          where state = 'held' and (f.is_due or (at_hold_end = 'stay' and hold_ends_at <= ${now}))) as held,
        (select coalesce(sum(count), 0)::int from webhook_refusals
          where minute > ${now}::timestamptz - make_interval(mins => ${refusalsMinutes})) as "refusedWebhooks",
        (select jsonb_agg(jsonb_build_object('source', source, 'failedInARow', failed, 'lastGoodAt', good, 'error', error)) from (
          select r.source, max(r.finished_at) filter (where r.is_ok) as good,
            count(*) filter (where not r.is_ok and r.started_at > coalesce(
              (select max(g.started_at) from source_runs g where g.source = r.source and g.is_ok), '-infinity')) as failed,
            (array_agg(r.error order by r.started_at desc, r.id desc))[1] as error
          from source_runs r where r.started_at > ${now}::timestamptz - interval '14 days' group by r.source) s) as sources`),
    findGateBlock(ctx.db, now),
    listLateEditions(ctx.db, ctx.config.schedule.publishAt, now),
    listOpenPeriods(ctx.db, now),
    listProcessReports(ctx.db, now),
    gatherBreakerReading(ctx.db, ctx.config.delivery.breaker, now),
    findLastRuns(ctx.db),
    awaitsAnotherMailer(ctx.db, ctx.mailer.name),
  ]);
  const row = rows[0];
  const since = (text: string | null | undefined) => (text ? now.getTime() - new Date(text).getTime() : null);
  return {
    late,
    missed: open.filter(({ state }) => state === "missed"),
    // What readers of a set-up wait for is no worker: their mail is told of among what is open (`listOpenNeeds`).
    oldestDueMs: isAwaiting ? null : since(row?.oldestDueAt),
    idleMs: since(row?.lastWorkAt),
    sources: (row?.sources ?? []).map(({ lastGoodAt, ...source }) => ({
      ...source,
      sinceGoodMs: since(lastGoodAt),
    })),
    blocked: gate && {
      code: gate.code,
      words: gate.words,
      sinceMs: now.getTime() - gate.since.getTime(),
      untilMs: gate.until.getTime() - now.getTime(),
    },
    breakers: (row?.paused ?? []).filter(isPausedByBreaker).map((edition) => ({
      editionId: edition.editionId,
      reason: stateSentence(edition) ?? "breaker",
    })),
    ratios: breakers.common,
    uncertain: row?.uncertain ?? [],
    held: (row?.held ?? []).map(({ holdEndsAt: text, ...edition }) => {
      const holdEndsAt = text === null ? null : new Date(text);
      return { ...edition, holdEndsAt, isOver: holdEndsAt !== null && holdEndsAt <= now };
    }),
    refusedWebhooks: row?.refusedWebhooks ?? 0,
    processes,
    oldestEventMs: since(row?.oldestEventAt),
    runs: runFactsOf(runs, now),
  };
}
