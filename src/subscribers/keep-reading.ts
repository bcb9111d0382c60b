import type { Context } from "../context.ts";
import { endIdleness } from "./idle-readers-store.ts";
import { openLink } from "./links.ts";
import { lockSubscriber, type Subscriber } from "./store.ts";
import { LinkNotValidError } from "./tokens.ts";

/**
 * A reader's yes to the mail that asks whether they still read: digests go on, also after a pause for want of an
 * answer. It neither brings back who left nor ends a pause that the reader chose. Safe to repeat.
 *
 * @returns the subscriber as they are then.
 * @throws {LinkNotValidError} when the link is too old, or not for this.
 */
export async function keepReading(ctx: Context, token: string): Promise<Subscriber> {
  const opened = await openLink(ctx, "still-reading", token);
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, opened.subscriber.id);
    if (!subscriber) throw new LinkNotValidError(false);
    return endIdleness(tx, subscriber, ctx.clock.now());
  });
}
