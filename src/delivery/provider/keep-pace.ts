import { sql } from "drizzle-orm";
import pTimeout from "p-timeout";
import type { Context } from "../../context.ts";
import { askUsage } from "./ask-usage.ts";
import { noteUsageLimit } from "./note-reply.ts";

const account = "resend";
const everyMs = 3_600_000;

/** Whoever keeps the pace has other work: an answer that comes later is heard all the same. */
const patienceMs = 10_000;

/**
 * Takes the limit of requests from what the provider says of the account, once an hour, whichever process comes first.
 * A provider that does not say, or a key that may not read, changes nothing. Ends within ten seconds, though the question
 * may still wait for its place then.
 */
export async function keepPace(ctx: Context, now: Date): Promise<void> {
  if (ctx.mailer.name === "outbox") return;
  const { rowCount } = await ctx.db.execute(sql`
    insert into provider_usages as u (name, asked_at) values (${account}, ${now})
    on conflict (name) do update set asked_at = excluded.asked_at
    where u.asked_at <= ${new Date(now.getTime() - everyMs)}`);
  if (rowCount !== 1) return;
  await pTimeout(takeOver(ctx), { milliseconds: patienceMs, message: false });
}

async function takeOver(ctx: Context): Promise<void> {
  const usage = await askUsage(ctx);
  if (usage === null || usage.requestsPerSecond === null) return;
  await noteUsageLimit(ctx, usage.requestsPerSecond);
}
