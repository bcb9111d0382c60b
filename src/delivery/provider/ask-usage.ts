import type { Context } from "../../context.ts";
import type { MailAnswer } from "../mailers/mailer.ts";
import type { AnswerPause } from "./answer-pause.ts";
import { quotaReset } from "./quota-reset.ts";
import { readUsage, type Usage } from "./read-usage.ts";
import { acquireSendSlot } from "./send-gate.ts";

/** What the provider says of the account now, asked within the shared pace; null when it says nothing. */
export async function askUsage(ctx: Context): Promise<Usage | null> {
  const slot = await acquireSendSlot(ctx, "digest");
  if (slot.kind !== "go" || ctx.mailer.name === "outbox") return null;
  const answer = await readUsage(ctx.config.mail.resend);
  return answer.kind === "read" ? answer.value : null;
}

/** The pause until a quota is filled again; the provider is asked when its refusal does not say. */
export async function quotaPause(
  ctx: Context,
  { period, retryAfterMs }: MailAnswer & { kind: "quota" },
  now: Date,
): Promise<AnswerPause> {
  const until = quotaReset(now, period, retryAfterMs, retryAfterMs === null ? await askUsage(ctx) : null);
  return { until, reason: `quota of the ${period} used up` };
}
