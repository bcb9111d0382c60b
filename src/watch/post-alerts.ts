import { claimNews, releaseNews } from "../alerts/store.ts";
import type { Context } from "../context.ts";
import { userAgentOf } from "../papers/user-agent.ts";
import { reasonOf } from "../telemetry/reason-of.ts";

const timeoutMs = 10_000;
/** Longer than one post may take. */
const leaseMs = 30_000;
const atOnce = 20;

/** What is posted of an alert, or of what keeps alerts from being written down. */
export type Post = {
  /** Null when it stands in no table. */
  id: number | null;
  /** Stable for one piece of news: who hears it twice hears the same again. */
  idempotencyKey: string;
  status: "raised" | "cleared";
  kind: string;
  subject: string;
  message: string;
  raisedAt: Date;
  clearedAt: Date | null;
};

/**
 * Posts alerts that were raised or cleared to `ALERT_WEBHOOK_URL`, each until it was taken, by one process at
 * a time. A webhook that took the news of a process that died before it could note so gets it again, under
 * the same `Idempotency-Key`.
 */
export async function postAlerts(ctx: Context): Promise<void> {
  if (ctx.config.watch.alertWebhookUrl === null) return;
  for (let count = 0; count < atOnce; count += 1) {
    const now = ctx.clock.now();
    const news = await claimNews(ctx.db, now, new Date(now.getTime() + leaseMs));
    if (!news) return;
    const { newsKey, ...fields } = news;
    const isTaken = await postNews(ctx, {
      ...fields,
      idempotencyKey: `paperboy-alert-${newsKey}-${news.status}`,
      raisedAt: new Date(news.raisedAt),
      clearedAt: news.clearedAt === null || news.status === "raised" ? null : new Date(news.clearedAt),
    });
    await releaseNews(ctx.db, news, isTaken ? ctx.clock.now() : null);
    if (!isTaken) return; // the next check tries again
  }
}

/** Posts one piece of news; the body has `text`, which chat services show, and the fields. @returns whether it was taken. */
export async function postNews(
  ctx: Pick<Context, "config" | "log" | "settings">,
  news: Post,
): Promise<boolean> {
  const url = ctx.config.watch.alertWebhookUrl;
  if (url === null) return false;
  const { idempotencyKey, ...fields } = news;
  const { name } = ctx.settings.current().brand;
  const userAgent = userAgentOf({ contact: ctx.config.sources.contact, name: () => name });
  const body = {
    text: `${name}: ${news.status === "raised" ? news.message : `over: ${news.message}`}`,
    ...fields,
    url: `${ctx.config.site.publicUrl}/ops`,
  };
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
        "user-agent": userAgent,
      },
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
