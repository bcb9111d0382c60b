import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { listFormerAddresses } from "../subscribers/address-changes-store.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import { insertErasedSuppression } from "../subscribers/suppressions/store.ts";
import { deleteSubscriber } from "./store.ts";

/**
 * The part of `eraseEverywhere` that is one transaction: the subscriber goes with all that hangs on it, and the hash
 * of the address is suppressed. Safe to repeat.
 */
export async function eraseSubscriber(
  ctx: Context,
  input: { subscriberId: string },
): Promise<{ kind: "erased" | "already" }> {
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    if (!subscriber) return { kind: "already" as const };
    const former = await listFormerAddresses(tx, subscriber.id);
    // Events before suppressions, as feedback locks them.
    await deleteSubscriber(tx, subscriber);
    const now = ctx.clock.now();
    for (const { addressHash } of [subscriber, ...former]) {
      await insertErasedSuppression(tx, ctx.addressKeys, addressHash, now);
    }
    await recordAct(tx, ctx, { verb: "subscriber.erase", subject: subscriber.id });
    return { kind: "erased" as const };
  });
}
