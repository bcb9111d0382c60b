import type { Language } from "../../words/words.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import { deleteWaitingNotices, insertNotice, type NoticeKind } from "../notices/store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import { deleteReadingSessions } from "./reading-sessions-store.ts";
import { changeSubscriber, type Subscriber } from "./store.ts";

export type UnsubscribeInput = {
  subscriberId: string;
  /** `one-click`: a mail client did it for the reader (RFC 8058), who is not mailed about it; `mail`: by a mail to us. */
  source: "one-click" | "mail" | "page" | "operator";
  /** The language of the page on which the button was pressed. */
  language?: Language;
};

export type UnsubscribeResult = { kind: "unsubscribed"; subscriber: Subscriber } | { kind: "already" };

/** Mails that nobody wants who has left. */
const endedNotices: NoticeKind[] = [
  "confirm",
  "welcome",
  "address-allow",
  "address-confirm",
  "still-reading",
];

/**
 * Ends a subscription at once: what is planned but not sealed is not sent. Safe to repeat, also for who was
 * erased meanwhile.
 */
export async function unsubscribe(ctx: Context, input: UnsubscribeInput): Promise<UnsubscribeResult> {
  const now = ctx.clock.now();
  const result = await ctx.db.transaction(async (tx): Promise<UnsubscribeResult> => {
    const subscriber = await changeSubscriber(tx, input.subscriberId, ["pending", "active", "paused"], {
      // A pause stays noted, so that an undo brings it back.
      state: "unsubscribed",
      unsubscribedAt: now,
      updatedAt: now,
    });
    if (!subscriber) return { kind: "already" };
    await deleteWaitingNotices(tx, subscriber.id, endedNotices);
    await deleteReadingSessions(tx, subscriber.id);
    await insertConsent(tx, {
      subscriberId: subscriber.id,
      action: "withdrawn",
      source: input.source,
      wording: consentWording(ctx, "unsubscribe", input.language),
      at: now,
    });
    if (input.source === "operator")
      await recordAct(tx, ctx, { verb: "subscriber.unsubscribe", subject: subscriber.id });
    if (input.source === "page") {
      const { id: subscriberId, email: recipient } = subscriber;
      await insertNotice(tx, { kind: "goodbye", subscriberId, recipient, props: {}, now });
    }
    return { kind: "unsubscribed", subscriber };
  });
  if (result.kind === "unsubscribed" && input.source === "page") ringNotices(ctx);
  return result;
}
