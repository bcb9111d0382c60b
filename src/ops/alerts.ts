import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { alerts, notices } from "../db/schema.ts";
import { ringNotices } from "../subscribers/ring-notices.ts";
import { readAlertFacts } from "./alert-facts.ts";
import { type AlertKind, type Condition, findConditions } from "./alert-rules.ts";
import { postAlerts } from "./post-alerts.ts";

export type ActiveAlert = { id: number; kind: AlertKind; subject: string; message: string; raisedAt: Date };

/** Alerts that stand, the oldest first. */
export function listActiveAlerts(db: Database): Promise<ActiveAlert[]> {
  const { id, kind, subject, message, raisedAt } = alerts;
  return db
    .select({ id, kind, subject, message, raisedAt })
    .from(alerts)
    .where(isNull(alerts.clearedAt))
    .orderBy(asc(alerts.raisedAt), asc(alerts.id));
}

/**
 * Looks for what needs an operator: raises what is new, once, with a mail to `OPS_EMAIL` in the same
 * transaction, clears what is over, and posts both to `ALERT_WEBHOOK_URL`. Safe to repeat and to run in many
 * processes; what could not be posted is posted the next time.
 */
export async function checkAlerts(
  ctx: Context,
): Promise<{ raised: number; cleared: number; active: number }> {
  const now = ctx.clock.now();
  const conditions = findConditions(await readAlertFacts(ctx, now));
  const raised = await raise(ctx, conditions, now);
  const cleared = await clear(ctx.db, conditions, now);
  for (const { kind, subject, message } of raised)
    ctx.log.error({ kind, subject, reason: message }, "alert raised");
  for (const { kind, subject } of cleared) ctx.log.info({ kind, subject }, "alert cleared");
  if (raised.length > 0 && ctx.config.watch.opsEmail !== null) ringNotices(ctx);
  await postAlerts(ctx, now);
  return { raised: raised.length, cleared: cleared.length, active: conditions.length };
}

async function raise(ctx: Context, conditions: Condition[], now: Date): Promise<Condition[]> {
  const raised: Condition[] = [];
  for (const condition of conditions) {
    const isNew = await ctx.db.transaction(async (tx) => {
      const { kind, subject, message } = condition;
      const [row] = await tx
        .insert(alerts)
        .values({ kind, subject, message, raisedAt: now })
        .onConflictDoNothing()
        .returning({ id: alerts.id });
      if (!row) {
        await tx.update(alerts).set({ message }).where(isActive(kind, subject));
        return false;
      }
      await writeNotice(ctx, tx, condition, now);
      return true;
    });
    if (isNew) raised.push(condition);
  }
  return raised;
}

function isActive(kind: AlertKind, subject: string) {
  return and(eq(alerts.kind, kind), eq(alerts.subject, subject), isNull(alerts.clearedAt));
}

async function writeNotice(ctx: Context, tx: Database, condition: Condition, now: Date): Promise<void> {
  const { message, mend } = condition;
  const { opsEmail } = ctx.config.watch;
  if (opsEmail === null) return;
  const url = `${ctx.config.site.publicUrl}/ops`;
  await tx.insert(notices).values({
    kind: "operator-alert",
    recipient: opsEmail,
    props: {
      title: titleOf(condition),
      paragraphs: [message, mend.replaceAll("`", "")],
      facts: [{ label: "Since", value: `${now.toISOString().slice(0, 16).replace("T", " ")} UTC` }],
      action: { label: "Open the operators' pages", url },
    },
    createdAt: now,
  });
}

const titles: Record<AlertKind, string> = {
  "edition-late": "An edition is late",
  "missed-period": "An edition was missed",
  "source-down": "A source is down",
  "provider-blocked": "No mail leaves",
  breaker: "An edition is paused",
  uncertain: "Deliveries are uncertain",
  "queue-dead": "The queue stands still",
  "feedback-stuck": "Feedback is not applied",
};

function titleOf({ kind, subject }: Condition): string {
  return subject === "" ? titles[kind] : `${titles[kind]}: ${subject}`;
}

async function clear(db: Database, conditions: Condition[], now: Date): Promise<ActiveAlert[]> {
  const standing = new Set(conditions.map(({ kind, subject }) => `${kind} ${subject}`));
  const over = (await listActiveAlerts(db)).filter(
    ({ kind, subject }) => !standing.has(`${kind} ${subject}`),
  );
  if (over.length === 0) return [];
  const rows = await db
    .update(alerts)
    .set({ clearedAt: now })
    .where(
      and(
        inArray(
          alerts.id,
          over.map(({ id }) => id),
        ),
        sql`cleared_at is null`,
      ),
    )
    .returning({ id: alerts.id });
  const cleared = new Set(rows.map(({ id }) => id));
  return over.filter(({ id }) => cleared.has(id));
}
