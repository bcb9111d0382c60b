import type { Language } from "../../words/words.ts";
import type { Context } from "../context.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import { insertNotice } from "../notices/store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import { openLink } from "./links.ts";
import { changeSubscriber, lockSubscriber, type Subscriber } from "./store.ts";
import { liftOwnLeave } from "./suppressions/store.ts";
import { LinkNotValidError } from "./tokens.ts";

export type ConfirmInput = {
  token: string;
  /** The language of the page on which the button was pressed. */
  language?: Language;
};

export type ConfirmResult = { subscriber: Subscriber; isFirst: boolean };

/**
 * Activates who followed the mailed link, and writes the welcome mail. Safe to repeat: a second call finds
 * the subscriber active. A link from before an unsubscription does not bring the reader back.
 *
 * @throws {LinkNotValidError} when the link is too old, or not for this.
 */
export async function confirmSubscription(ctx: Context, input: ConfirmInput): Promise<ConfirmResult> {
  const link = await openLink(ctx, "confirm", input.token);
  const now = ctx.clock.now();
  const result = await ctx.db.transaction(async (tx): Promise<ConfirmResult> => {
    const subscriber = await lockSubscriber(tx, link.subscriber.id);
    if (!subscriber) throw new LinkNotValidError(false);
    if (subscriber.state === "active" || subscriber.state === "paused") return { subscriber, isFirst: false };
    if (subscriber.unsubscribedAt && link.madeAt && link.madeAt <= subscriber.unsubscribedAt) {
      throw new LinkNotValidError(true);
    }
    const change = {
      state: "active",
      pausedUntil: null,
      confirmedAt: now,
      unsubscribedAt: null,
      updatedAt: now,
    } as const;
    const active = await changeSubscriber(tx, subscriber.id, ["pending", "unsubscribed"], change);
    if (!active) throw new LinkNotValidError(false);
    await liftOwnLeave(tx, ctx.addressKeys, active.addressHash);
    await insertConsent(tx, {
      subscriberId: active.id,
      action: "confirmed",
      source: "link",
      wording: consentWording(ctx, "confirm", input.language),
      at: now,
    });
    await insertNotice(tx, {
      kind: "welcome",
      subscriberId: active.id,
      recipient: active.email,
      props: {},
      now,
    });
    return { subscriber: active, isFirst: true };
  });
  if (result.isFirst) ringNotices(ctx);
  return result;
}
