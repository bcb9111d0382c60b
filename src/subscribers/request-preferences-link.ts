import type { Context } from "../context.ts";
import { parseAddress } from "./address.ts";
import { takeMailSlot } from "./limits.ts";
import { ringNotices } from "./ring-notices.ts";
import { findSubscriberByKey, findSuppression, insertNotice } from "./store.ts";

export type LinkRequestResult = { kind: "accepted" } | { kind: "refused"; reason: string };

/**
 * Mails a fresh link to the preferences to who lost it. The answer is the same whether or not the address
 * is known; at most the mails that the limits allow are caused.
 */
export async function requestPreferencesLink(
  ctx: Context,
  input: { email: string },
): Promise<LinkRequestResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `That address is not usable: ${parsed.reason}.` };
  const { emailKey, addressHash } = parsed.address;
  await ctx.db.transaction(async (tx) => {
    const subscriber = await findSubscriberByKey(tx, emailKey);
    const suppression = await findSuppression(tx, ctx.addressKeys, addressHash);
    if (!subscriber || suppression || !(await takeMailSlot(ctx, tx, emailKey))) return;
    const { id: subscriberId, email: recipient } = subscriber;
    const isPending = subscriber.state === "pending";
    await insertNotice(tx, {
      kind: isPending ? "confirm" : "preferences-link",
      subscriberId,
      recipient,
      props: isPending ? {} : { cause: "requested" },
      now: ctx.clock.now(),
    });
  });
  ringNotices(ctx);
  return { kind: "accepted" };
}
