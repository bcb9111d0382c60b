import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { reasonOf } from "./doctor/line.ts";

const timeoutMs = 10_000;
const atOnce = 20;

/** News older than this is no news. */
const freshHours = 24;

type News = {
  id: number;
  kind: string;
  subject: string;
  message: string;
  raisedAt: string;
  clearedAt: string | null;
};

/**
 * Posts alerts that were raised or cleared to `ALERT_WEBHOOK_URL`, each once it was taken. The body has
 * `text`, which chat services show, and the fields; a repeated `id` and `status` is the same news again.
 */
export async function postAlerts(ctx: Context, now: Date): Promise<void> {
  const url = ctx.config.watch.alertWebhookUrl;
  if (url === null) return;
  await postAll(ctx, url, now, "raised");
  await postAll(ctx, url, now, "cleared");
}

async function postAll(ctx: Context, url: string, now: Date, status: "raised" | "cleared"): Promise<void> {
  const at = status === "raised" ? sql`raised_at` : sql`cleared_at`;
  const postedAt = status === "raised" ? sql`raised_posted_at` : sql`cleared_posted_at`;
  const { rows } = await ctx.db.execute<News>(sql`
    select id, kind, subject, message, raised_at as "raisedAt", cleared_at as "clearedAt" from alerts
    where ${postedAt} is null and ${at} > ${now}::timestamptz - make_interval(hours => ${freshHours})
    order by id limit ${atOnce}`);
  for (const news of rows) {
    if (!(await post(ctx, url, status, news))) return; // the next check tries again
    await ctx.db.execute(sql`update alerts set ${postedAt} = ${now} where id = ${news.id}`);
  }
}

async function post(ctx: Context, url: string, status: string, news: News): Promise<boolean> {
  const body = {
    text: `Paperboy: ${status === "raised" ? news.message : `over: ${news.message}`}`,
    status,
    id: Number(news.id),
    kind: news.kind,
    subject: news.subject,
    message: news.message,
    raisedAt: new Date(news.raisedAt).toISOString(),
    clearedAt: news.clearedAt === null ? null : new Date(news.clearedAt).toISOString(),
    url: `${ctx.config.site.publicUrl}/ops`,
  };
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) ctx.log.warn({ status: answer.status }, "the alert webhook refuses");
    return answer.ok;
  } catch (error) {
    ctx.log.warn({ reason: reasonOf(error) }, "the alert webhook does not answer");
    return false;
  }
}
