import type { Context } from "../context.ts";
import { reduceEventsNaming } from "../delivery/feedback/reduce-events.ts";
import { listFormerAddresses } from "../subscribers/address-changes-store.ts";
import { findSubscriber } from "../subscribers/store.ts";
import { eraseSubscriber } from "./erase-subscriber.ts";
import { forgetErasedRecipient } from "./forget-erased.ts";

/**
 * Removes everything that is kept about a reader but the hashes of their address, by which no later import or
 * send can reach them. Safe to repeat, also after it was cut off. A batch of which a request may have been
 * accepted holds their address until its outcome, within a day: the same bytes must be sent for the others in it.
 */
export async function eraseEverywhere(
  ctx: Context,
  input: { subscriberId: string },
): Promise<{ kind: "erased" | "already" }> {
  const subscriber = await findSubscriber(ctx.db, input.subscriberId);
  // While the address is known. What comes from now on is reduced when it is applied.
  if (subscriber) {
    const former = await listFormerAddresses(ctx.db, subscriber.id);
    for (const address of [subscriber, ...former]) await reduceEventsNaming(ctx, address);
  }
  const result = await eraseSubscriber(ctx, input);
  // After the subscriber is gone no batch can be sealed with them any more; the other order would wait for a seal.
  await forgetErasedRecipient(ctx, input.subscriberId);
  return result;
}
