import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { notices } from "../notices/tables.ts";
import type { AlertKind, Condition } from "./model.ts";
import { alertKinds, alerts } from "./tables.ts";

export type ActiveAlert = {
  id: number;
  kind: AlertKind;
  subject: string;
  message: string;
  raisedAt: Date;
  /** The mail that told it, if any did. */
  noticeId: string | null;
};

/** Alerts that stand, the oldest first. */
export function listActiveAlerts(db: Database): Promise<ActiveAlert[]> {
  const { id, kind, subject, message, raisedAt, noticeId } = alerts;
  return db
    .select({ id, kind, subject, message, raisedAt, noticeId })
    .from(alerts)
    .where(isNull(alerts.clearedAt))
    .orderBy(asc(alerts.raisedAt), asc(alerts.id));
}

/**
 * Writes an alert down unless it stands already, in which case its message is renewed. One statement decides
 * between processes that find the same at once. @returns its id when it is new.
 */
export async function raiseAlert(db: Database, condition: Condition, now: Date): Promise<number | null> {
  const { kind, subject, message } = condition;
  await reopenAlert(db, condition, now);
  const [row] = await db
    .insert(alerts)
    .values({ kind, subject, message, raisedAt: now })
    .onConflictDoNothing()
    .returning({ id: alerts.id });
  if (row) return row.id;
  await db
    .update(alerts)
    .set({ message })
    .where(and(eq(alerts.kind, kind), eq(alerts.subject, subject), isNull(alerts.clearedAt)));
  return null;
}

/** Kinds that workers of the release before do not know, at the end of the list: in every check they take them for over. */
const newKinds: readonly AlertKind[] = alertKinds.slice(alertKinds.indexOf("missed-period"));

/** An alert that only such a worker took for over still stands: it is not told anew. */
async function reopenAlert(db: Database, { kind, subject }: Condition, now: Date): Promise<void> {
  if (!newKinds.includes(kind)) return;
  await db.execute(sql`
    update alerts set cleared_at = null, cleared_posted_at = null where id = (
      select id from alerts where kind = ${kind} and subject = ${subject}
        and cleared_at > ${now}::timestamptz - interval '10 minutes' and ended_at is null
      order by id desc limit 1) and cleared_at is not null
      and not exists (select from alerts where kind = ${kind} and subject = ${subject} and cleared_at is null)`);
}

/** Ends alerts; of two processes that do it at once, each alert is ended by one. @returns the ids that this one ended. */
export async function endAlerts(db: Database, ids: number[], now: Date): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .update(alerts)
    .set({ clearedAt: now, endedAt: now })
    .where(and(inArray(alerts.id, ids), isNull(alerts.clearedAt)))
    .returning({ id: alerts.id });
  return rows.map(({ id }) => id);
}

export type AlertMail = {
  title: string;
  paragraphs: string[];
  facts: { label: string; value: string }[];
  action: { label: string; url: string };
};

/** Causes a mail about an alert, in the transaction that raises or ends it. @returns the notice's id. */
export async function writeAlertNotice(
  db: Database,
  recipient: string,
  props: AlertMail,
  now: Date,
): Promise<string | null> {
  const [row] = await db
    .insert(notices)
    .values({ kind: "operator-alert", recipient, props, createdAt: now })
    .returning({ id: notices.id });
  return row?.id ?? null;
}

export async function noteAlertNotice(db: Database, alertId: number, noticeId: string | null): Promise<void> {
  await db.update(alerts).set({ noticeId }).where(eq(alerts.id, alertId));
}

/** Whether a mail about an alert has not been sent yet, whoever caused it. */
export async function hasOpenAlertNotice(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ isThere: boolean }>(sql`
    select exists (select from notices where kind = 'operator-alert' and state in ('pending', 'sealed')) as "isThere"`);
  return rows[0]?.isThere ?? false;
}

export type AlertNews = {
  id: number;
  newsKey: string;
  kind: string;
  subject: string;
  message: string;
  status: "raised" | "cleared";
  raisedAt: string;
  clearedAt: string | null;
};

/** News older than this is no news. */
const freshHours = 24;

/**
 * Takes the oldest news that the webhook has not taken, and that no other process is about to post; what a
 * process that died had taken comes free when its lease ends.
 */
export async function claimNews(db: Database, now: Date, leasedUntil: Date): Promise<AlertNews | null> {
  const since = sql`${now}::timestamptz - make_interval(hours => ${freshHours})`;
  const { rows } = await db.execute<AlertNews>(sql`
    update alerts set post_leased_until = ${leasedUntil} where id = (
      select id from alerts
      where (post_leased_until is null or post_leased_until <= ${now})
        and ((raised_posted_at is null and raised_at > ${since})
          or (raised_posted_at is not null and cleared_posted_at is null and cleared_at > ${since}))
      order by id limit 1 for update skip locked)
    returning id::int, news_key as "newsKey", kind, subject, message, raised_at as "raisedAt", cleared_at as "clearedAt",
      case when raised_posted_at is null then 'raised' else 'cleared' end as status`);
  return rows[0] ?? null;
}

/** Gives news back; with `postedAt`, as news that the webhook took. */
export async function releaseNews(
  db: Database,
  { id, status }: Pick<AlertNews, "id" | "status">,
  postedAt: Date | null,
): Promise<void> {
  const column = status === "raised" ? sql`raised_posted_at` : sql`cleared_posted_at`;
  await db.execute(sql`
    update alerts set post_leased_until = null, ${column} = coalesce(${postedAt}::timestamptz, ${column}) where id = ${id}`);
}
