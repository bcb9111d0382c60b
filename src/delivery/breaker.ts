import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";

/** What feedback has said of an edition so far. */
export type FeedbackCounts = { submitted: number; bounced: number; complained: number };

/** Gmail and Yahoo ask bulk senders to stay under 0.3 % complaints. */
const mostComplaintRatio = 0.003;
const mostBounceRatio = 0.05;

/** Below this many submitted mails a ratio says nothing; below this many reports neither. */
const leastSubmitted = 100;
const leastComplaints = 3;
const leastBounces = 10;

/** Why an edition must pause, in words for the operator, or null. */
export function breakerReason({ submitted, bounced, complained }: FeedbackCounts): string | null {
  if (submitted < leastSubmitted) return null;
  const percent = (count: number) => `${((100 * count) / submitted).toFixed(2)} %`;
  if (complained >= leastComplaints && complained / submitted > mostComplaintRatio) {
    return `breaker: ${complained} complaints among ${submitted} submitted mails (${percent(complained)})`;
  }
  if (bounced >= leastBounces && bounced / submitted > mostBounceRatio) {
    return `breaker: ${bounced} permanent bounces among ${submitted} submitted mails (${percent(bounced)})`;
  }
  return null;
}

/** Pauses editions under way that draw too many complaints or permanent bounces; safe to repeat. */
export async function tripBreakers(ctx: Context, now: Date): Promise<string[]> {
  const tripped: string[] = [];
  for (const { id, ...counts } of await feedbackOfEditionsUnderWay(ctx.db)) {
    const reason = breakerReason(counts);
    if (reason === null || !(await pauseUnderWay(ctx.db, id, reason))) continue;
    ctx.log.error({ editionId: id, reason, at: now.toISOString() }, "edition is paused");
    tripped.push(id);
  }
  return tripped;
}

async function feedbackOfEditionsUnderWay(db: Database): Promise<({ id: string } & FeedbackCounts)[]> {
  const { rows } = await db.execute<{ id: string } & FeedbackCounts>(sql`
    select e.id, count(*) filter (where d.state = 'submitted')::int as submitted,
      count(*) filter (where d.outcome = 'bounced')::int as bounced,
      count(*) filter (where d.outcome = 'complained')::int as complained
    from editions e join deliveries d on d.edition_id = e.id
    where e.state = 'sending' and not e.is_breaker_overridden
      and exists (select 1 from deliveries f
        where f.edition_id = e.id and f.state = 'submitted' and f.outcome in ('bounced', 'complained'))
    group by e.id`);
  return rows;
}

async function pauseUnderWay(db: Database, editionId: string, reason: string): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update editions set state = 'paused', state_reason = ${reason}
    where id = ${editionId} and state = 'sending' and not is_breaker_overridden`);
  return rowCount === 1;
}
