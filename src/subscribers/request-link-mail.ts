import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { insertNotice } from "../notices/store.ts";
import { type Wishes, wishQuery } from "./follow.ts";
import { takeMailSlot } from "./limits.ts";
import type { Subscriber } from "./store.ts";
import { findSuppression } from "./suppressions/store.ts";

/** Why a mail with a link is wanted: to the preferences, or to confirm that its reader leaves. */
export type LinkMailCause = "requested" | "leaving";

export type LinkMailResult = "requested" | "nobody" | "suppressed" | "limited";

/**
 * Writes a mail with a link to a subscriber, in the transaction that causes it, within the limits of what
 * anybody can cause to one mailbox. Whoever did not confirm yet gets the link to confirm instead of one to
 * the preferences; a link to leave goes to whoever has not left. The page that the link opens has `wishes` filled in.
 *
 * @returns why nothing was written, when nothing was: not to be shown to anybody but an operator.
 */
export async function requestLinkMail(
  ctx: Context,
  tx: Database,
  subscriber: Subscriber | null,
  cause: LinkMailCause,
  wishes: Wishes = {},
): Promise<LinkMailResult> {
  if (!subscriber || (cause === "leaving" && subscriber.state === "unsubscribed")) return "nobody";
  if (await findSuppression(tx, ctx.addressKeys, subscriber.addressHash)) return "suppressed";
  if (!(await takeMailSlot(ctx, tx, subscriber.emailKey))) return "limited";
  const isToConfirm = subscriber.state === "pending" && cause === "requested";
  await insertNotice(tx, {
    kind: isToConfirm ? "confirm" : "preferences-link",
    subscriberId: subscriber.id,
    recipient: subscriber.email,
    props: { ...(isToConfirm ? {} : { cause }), ...(wishQuery(wishes) === "" ? {} : { wishes }) },
    now: ctx.clock.now(),
  });
  return "requested";
}
