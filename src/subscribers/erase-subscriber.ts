import type { Context } from "../context.ts";
import { deleteSubscriber, insertErasedSuppression, lockSubscriber } from "./store.ts";

/**
 * Removes everything that is kept about a reader but the hash of their address, by which no later import or
 * send can reach them. Safe to repeat. A mail in a batch that is sealed already still goes out.
 */
export async function eraseSubscriber(
  ctx: Context,
  input: { subscriberId: string },
): Promise<{ kind: "erased" | "already" }> {
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    if (!subscriber) return { kind: "already" as const };
    // Events before suppressions, as feedback locks them.
    await deleteSubscriber(tx, subscriber);
    await insertErasedSuppression(tx, subscriber.addressHash, ctx.clock.now());
    return { kind: "erased" as const };
  });
}
