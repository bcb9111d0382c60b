import type { Language } from "../../words/words.ts";
import { dayOf } from "../calendar/periods.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { deleteWaitingNotices } from "../notices/store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import { linkLifeMs, openLink } from "./links.ts";
import { changeSubscriber, type Subscriber } from "./store.ts";
import { findSuppression, liftOwnLeave, mayComeBack } from "./suppressions/store.ts";

/** An unsubscription that cannot be taken back: it was too long ago, or mail to the address does not arrive. */
export class UndoRefusedError extends AppError {
  readonly code = "refused";
  override readonly httpStatus = 409;

  constructor(readonly reason: "too-late" | "suppressed") {
    super(`The unsubscription cannot be taken back (${reason}).`);
  }
}

export type UndoInput = {
  token: string;
  /** The language of the page on which the button was pressed. */
  language?: Language;
};

/**
 * Takes back an unsubscription for a week after it: all is as before, a pause too. Safe to repeat.
 *
 * @throws {UndoRefusedError} {LinkNotValidError}
 */
export async function undoUnsubscribe(ctx: Context, input: UndoInput): Promise<Subscriber> {
  const { subscriber } = await openLink(ctx, "undo", input.token);
  const now = ctx.clock.now();
  if (subscriber.state !== "unsubscribed") return subscriber;
  if (!canUndoAt(subscriber, now)) throw new UndoRefusedError("too-late");
  return ctx.db.transaction(async (tx) => {
    const suppression = await findSuppression(tx, ctx.addressKeys, subscriber.addressHash);
    if (suppression && !mayComeBack(suppression)) {
      throw new UndoRefusedError("suppressed");
    }
    const active = await changeSubscriber(tx, subscriber.id, ["unsubscribed"], {
      ...pauseBefore(subscriber, now),
      // Who left before confirming has now shown the mailbox to be theirs.
      confirmedAt: subscriber.confirmedAt ?? now,
      unsubscribedAt: null,
      updatedAt: now,
    });
    if (!active) return subscriber;
    await liftOwnLeave(tx, ctx.addressKeys, active.addressHash);
    await deleteWaitingNotices(tx, active.id, ["goodbye"]);
    await insertConsent(tx, {
      subscriberId: active.id,
      action: "confirmed",
      source: "undo",
      wording: consentWording(ctx, "undo", input.language),
      at: now,
    });
    return active;
  });
}

/** A pause that the reader had goes on; one that has ended meanwhile is over. */
function pauseBefore({ pausedUntil }: Subscriber, now: Date): Pick<Subscriber, "state" | "pausedUntil"> {
  return pausedUntil !== null && pausedUntil > dayOf(now)
    ? { state: "paused", pausedUntil }
    : { state: "active", pausedUntil: null };
}

/** Whether an unsubscription can still be taken back. */
export function canUndoAt(subscriber: Pick<Subscriber, "state" | "unsubscribedAt">, now: Date): boolean {
  const leftMs = now.getTime() - (subscriber.unsubscribedAt?.getTime() ?? 0);
  return subscriber.state === "unsubscribed" && leftMs <= (linkLifeMs.undo ?? 0);
}
