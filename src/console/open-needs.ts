import { sql } from "drizzle-orm";
import { minuteWords } from "../calendar/minute-words.ts";
import type { Context } from "../context.ts";
import {
  breakerMend,
  isPausedByBreaker,
  type PauseColumns,
  stateSentence,
} from "../delivery/breaker/pause-words.ts";
import { type HoldColumns, holdSentence } from "../delivery/hold-words.ts";
import { leavesNoticesToOthers } from "../delivery/leaves-to-others.ts";
import { uncertainDeliveries } from "../delivery/ledger/reasons-store.ts";
import { countOfRow } from "../delivery/ledger/totals-store.ts";
import { findGateBlock } from "../delivery/provider/gate-store.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import { awaitsAnotherMailer } from "../due/marks-store.ts";

/** Something that waits, which an operator must not be told is not there. */
export type Need = {
  kind: "held" | "paused" | "uncertain" | "failed" | "blocked" | "events";
  /** Null when it is about no single edition. */
  editionId: string | null;
  message: string;
};

type EditionNeeds = PauseColumns &
  Pick<HoldColumns, "atHoldEnd"> & {
    id: string;
    holdEndsAt: string | null;
    failed: number;
    uncertain: number;
  };

/** Nobody wants the news of an earlier time; their failures are history. */
const retriedDays = 14;

/**
 * What waits for somebody or something, beside the alerts that stand: editions that are held or paused,
 * deliveries that are uncertain or may be tried again, requests that wait, feedback that is not applied.
 */
export async function listOpenNeeds(ctx: Context): Promise<Need[]> {
  const now = ctx.clock.now();
  const retriedSince = new Date(now.getTime() - retriedDays * 86_400_000);
  const [{ rows: editions }, gate, isAwaiting, isElsewhere, { rows: events }] = await Promise.all([
    ctx.db.execute<EditionNeeds>(sql`
      with uncertain as (select edition_id, count(*)::int as count from ${sql.raw(uncertainDeliveries)} d group by edition_id),
      failed as (select e.id, ${countOfRow("failed")} as count from editions e where e.published_at > ${retriedSince})
      select e.id, e.state, e.state_reason as "stateReason", e.paused_by as "pausedBy",
        e.paused_facts as "pausedFacts", e.hold_ends_at as "holdEndsAt", e.at_hold_end as "atHoldEnd", coalesce(f.count, 0) as failed, coalesce(u.count, 0) as uncertain
      from editions e
      left join failed f on f.id = e.id left join uncertain u on u.edition_id = e.id
      where e.state in ('held', 'paused') or f.count > 0 or u.count > 0
      order by e.published_at desc, e.id`),
    findGateBlock(ctx.db, now),
    awaitsAnotherMailer(ctx.db, ctx.mailer.name),
    // A site beside workers or scheduled runs that mail has no mails to send, whatever its own mailer is.
    ctx.aside.isSaid && leavesNoticesToOthers(ctx),
    ctx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from provider_events where applied_at is null`,
    ),
  ]);
  const waiting = events[0]?.count ?? 0;
  return [
    ...(isAwaiting ? [need("blocked", null, awaitingWords)] : []),
    ...(isElsewhere ? [need("blocked", null, elsewhereWords)] : []),
    ...(gate
      ? [
          need(
            "blocked",
            null,
            `No request leaves until ${minuteWords(gate.until)}: ${troubleWords(gate.code, gate.words)}.`,
          ),
        ]
      : []),
    ...editions.flatMap(needsOfEdition),
    ...(waiting > 0 ? [need("events", null, `${waiting} webhook events wait to be applied.`)] : []),
  ];
}

const awaitingWords =
  "No edition is published and no digest leaves: readers were imported in the set-up, and this process does not mail yet. Start Paperboy again, in every process, with the variables of the set-up.";

const elsewhereWords =
  "This process sends nothing: its mails go into the local mailbox, and another one mails by the provider, or did while this one ran or just before. Start it again: with the variables of that one or, for the local mailbox on purpose, after that one has ended.";

function needsOfEdition(edition: EditionNeeds): Need[] {
  const { id, state, holdEndsAt, failed, uncertain } = edition;
  const reason = stateSentence(edition);
  const needs: Need[] = [];
  const hold = holdSentence({ ...edition, holdEndsAt: holdEndsAt === null ? null : new Date(holdEndsAt) });
  if (state === "held")
    needs.push(need("held", id, `${id} waits for approval${hold === null ? "" : `: it ${hold}`}.`));
  if (state === "paused")
    needs.push(
      need(
        "paused",
        id,
        `${id} is paused${reason === null ? "" : `: ${reason}`}.${isPausedByBreaker(edition) ? ` ${breakerMend(id)}` : ""}`,
      ),
    );
  if (uncertain > 0)
    needs.push(need("uncertain", id, `${uncertain} deliveries of ${id} are uncertain: settle them.`));
  if (failed > 0 && state !== "cancelled" && state !== "held") {
    needs.push(need("failed", id, `${failed} deliveries of ${id} failed and may be tried again.`));
  }
  return needs;
}

function need(kind: Need["kind"], editionId: string | null, message: string): Need {
  return { kind, editionId, message };
}
