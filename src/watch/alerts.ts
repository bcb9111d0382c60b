import type { AlertKind, Condition } from "../alerts/model.ts";
import {
  type ActiveAlert,
  type AlertMail,
  endAlerts,
  hasOpenAlertNotice,
  listActiveAlerts,
  noteAlertNotice,
  raiseAlert,
  writeAlertNotice,
} from "../alerts/store.ts";
import { minuteWords } from "../calendar/minute-words.ts";
import { within } from "../calendar/within.ts";
import type { Context } from "../context.ts";
import { limitStatements } from "../db/limit-statements.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { gatherAlertFacts } from "./alert-facts.ts";
import { conditionsOf } from "./alert-rules.ts";
import { postAlerts } from "./post-alerts.ts";
import { reportProcess } from "./process-report.ts";
import { addRefusals } from "./refusals-store.ts";

/** How long one check may take of each part, in milliseconds. */
export type AlertLimits = {
  /** Finding and writing down. A database that hangs is as good as none. */
  noteMs: number;
  /** Telling. A provider or a webhook that hangs must not keep this process from looking again. */
  tellMs: number;
};

const usualLimits: AlertLimits = { noteMs: 25_000, tellMs: 25_000 };

/**
 * Looks for what needs an operator: raises what is new, once, with a mail to `OPS_EMAIL` in the same
 * transaction, ends what is over, and tells both by mail and to `ALERT_WEBHOOK_URL`, without a queue. Safe to
 * repeat and to run in many processes; what could not be told is told the next time, by any of them. A
 * process whose clock is off tells of nothing but that.
 *
 * @throws the driver's error when PostgreSQL cannot be used, or a `TimeoutError` when it does not answer in time;
 *   never for a provider or a webhook.
 */
export async function checkAlerts(ctx: Context, limits: AlertLimits = usualLimits): Promise<AlertsReport> {
  const report = await within(
    limits.noteMs,
    limitStatements(limits.noteMs, () => noteAlerts(ctx)),
  );
  try {
    await within(limits.tellMs, Promise.all([mailAlerts(ctx), postAlerts(ctx)]));
  } catch (error) {
    // The news stands in its ledgers: any process tells it at its next look.
    ctx.log.warn({ reason: reasonOf(error) }, "alerts could not be told yet");
  }
  return report;
}

type AlertsReport = { raised: number; cleared: number; active: number };

async function noteAlerts(ctx: Context): Promise<AlertsReport> {
  const now = ctx.clock.now();
  await reportProcess(ctx, now);
  await addRefusals(ctx.db, ctx.refusals.take("webhook"), now);
  const found = conditionsOf(await gatherAlertFacts(ctx, now));
  const isClockRight = ctx.timekeeper.last().isRight;
  const conditions = isClockRight ? found : found.filter(({ kind }) => kind === "clock-off");
  const raised = await raise(ctx, conditions, now);
  const cleared = isClockRight ? await end(ctx, conditions, now) : [];
  for (const { kind, subject, message } of raised)
    ctx.log.error({ kind, subject, reason: message }, "alert raised");
  for (const { kind, subject } of cleared) ctx.log.info({ kind, subject }, "alert cleared");
  return { raised: raised.length, cleared: cleared.length, active: conditions.length };
}

/** Past the queue, which may be what the mail is about: the notices' own ledger keeps it to one mail. */
async function mailAlerts(ctx: Context): Promise<void> {
  if (!(await hasOpenAlertNotice(ctx.db))) return;
  // Templates take a second to load, which a process that has nothing to tell need not spend.
  const { deliverNotices } = await import("../delivery/notices/deliver-notices.ts");
  await deliverNotices(ctx, "operator-alert");
}

async function raise(ctx: Context, conditions: Condition[], now: Date): Promise<Condition[]> {
  const raised: Condition[] = [];
  for (const condition of conditions) {
    const isNew = await ctx.db.transaction(async (tx) => {
      const id = await raiseAlert(tx, condition, now);
      if (id === null) return false;
      const { opsEmail } = ctx.config.watch;
      if (opsEmail === null) return true;
      await noteAlertNotice(
        tx,
        id,
        await writeAlertNotice(tx, opsEmail, alertMail(ctx, condition, now), now),
      );
      return true;
    });
    if (isNew) raised.push(condition);
  }
  return raised;
}

/** Who was mailed the beginning is mailed the end. */
async function end(ctx: Context, conditions: Condition[], now: Date): Promise<ActiveAlert[]> {
  const standing = new Set(conditions.map(({ kind, subject }) => `${kind} ${subject}`));
  const over = (await listActiveAlerts(ctx.db)).filter(
    ({ kind, subject }) => !standing.has(`${kind} ${subject}`),
  );
  return ctx.db.transaction(async (tx) => {
    const ids = over.map(({ id }) => id);
    const ended = await endAlerts(tx, ids, now);
    const own = over.filter(({ id }) => ended.includes(id));
    const { opsEmail } = ctx.config.watch;
    for (const { kind, subject, message, raisedAt, noticeId } of own) {
      if (opsEmail === null || noticeId === null) continue;
      const mail = alertOverMail(ctx, { kind, subject, message }, raisedAt, now);
      await writeAlertNotice(tx, opsEmail, mail, now);
    }
    return own;
  });
}

/** What is mailed when something begins to need an operator. */
export function alertMail(
  ctx: Pick<Context, "config">,
  { kind, subject, message, mend }: Condition,
  since: Date,
): AlertMail {
  return toMail(ctx, titleOf(kind, subject), [message, mend.replaceAll("`", "")], { Since: since });
}

/** What is mailed when that is over. */
export function alertOverMail(
  ctx: Pick<Context, "config">,
  { kind, subject, message }: Omit<Condition, "mend">,
  since: Date,
  until: Date,
): AlertMail {
  const paragraphs = ["This is over.", `It was: ${message}`];
  return toMail(ctx, `Over: ${titleOf(kind, subject)}`, paragraphs, { Since: since, Until: until });
}

function toMail(
  { config }: Pick<Context, "config">,
  title: string,
  paragraphs: string[],
  instants: Record<string, Date>,
): AlertMail {
  return {
    title,
    paragraphs,
    facts: Object.entries(instants).map(([label, at]) => ({
      label,
      value: minuteWords(at),
    })),
    action: { label: "Open the operators' pages", url: `${config.site.publicUrl}/ops` },
  };
}

const titles: Record<AlertKind, string> = {
  "edition-late": "An edition is late",
  "source-down": "A source is down",
  "provider-blocked": "No mail leaves",
  breaker: "An edition is paused",
  uncertain: "Deliveries are uncertain",
  "queue-dead": "The queue stands still",
  "feedback-stuck": "Feedback is not applied",
  "missed-period": "An edition was missed",
  "held-edition": "An edition waits for approval",
  "webhooks-refused": "Webhooks are refused",
  "clock-off": "A clock is wrong",
  "disk-full": "A disk is nearly full",
  "queue-moved": "The queue is another node's",
  "breaker-near": "Complaints or bounces near the limit",
};

function titleOf(kind: AlertKind, subject: string): string {
  return subject === "" ? titles[kind] : `${titles[kind]}: ${subject}`;
}
