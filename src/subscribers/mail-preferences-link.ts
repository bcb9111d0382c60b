import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import { type LinkMailResult, requestLinkMail } from "./request-link-mail.ts";
import { lockSubscriber } from "./store.ts";

/**
 * Mails a subscriber a fresh link to their preferences on an operator's word, within the limits of what
 * anybody can cause. `nobody` when there is no such subscriber.
 */
export async function mailPreferencesLink(
  ctx: Context,
  input: { subscriberId: string },
): Promise<{ kind: LinkMailResult }> {
  const kind = await ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    const result = await requestLinkMail(ctx, tx, subscriber, "requested");
    if (result === "requested")
      await recordAct(tx, ctx, { verb: "subscriber.mail-link", subject: input.subscriberId });
    return result;
  });
  if (kind === "requested") ringNotices(ctx);
  return { kind };
}
