import type { Context } from "../../context.ts";
import type { MailAnswer } from "../mailers/mailer.ts";
import { askProvider } from "./ask-provider.ts";
import { readUsage, type Usage } from "./read-usage.ts";

/** What the provider says of the account now, asked within the shared pace; null when it says nothing. */
export async function askUsage(ctx: Context): Promise<Usage | null> {
  const answer = await askProvider(ctx, () => readUsage(ctx.config.mail.resend));
  return answer.kind === "read" ? answer.value : null;
}

/** What the provider says of the account where its refusal for a used-up quota names no end; else it is not asked. */
export async function usageAfter(ctx: Context, answer: MailAnswer): Promise<Usage | null> {
  return answer.kind === "quota" && answer.retryAfterMs === null ? askUsage(ctx) : null;
}
