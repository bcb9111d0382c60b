import type { Address } from "../addresses/address.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { isTakenKey } from "../db/database-fault.ts";
import { changeSubscriber, deletePending, findSubscriberByKey, type Subscriber } from "./store.ts";
import { findSuppression, liftOwnLeave, mayComeBack } from "./suppressions/store.ts";
import { lockSubject } from "./tries-store.ts";

export type MoveResult =
  | { kind: "moved"; subscriber: Subscriber }
  /** Another subscription has the address. */
  | { kind: "taken" }
  /** Mail to the address came back, was called spam, or was stopped by an operator. */
  | { kind: "suppressed" };

/**
 * Makes an address that of a subscriber, in the transaction of whatever says that both agree. A subscription that was
 * asked for with it and never confirmed goes. Two moves to one address take turns: the later finds it taken.
 * What is sealed goes to the former address; what is sealed from now on to the new one.
 */
export async function moveAddress(
  ctx: Pick<Context, "addressKeys">,
  tx: Database,
  subscriber: Subscriber,
  address: Address,
  now: Date,
): Promise<MoveResult> {
  await lockSubject(tx, address.emailKey);
  const suppression = await findSuppression(tx, ctx.addressKeys, address.addressHash);
  if (suppression && !mayComeBack(suppression)) return { kind: "suppressed" };
  await deletePending(tx, address.emailKey);
  const owner = await findSubscriberByKey(tx, address.emailKey);
  if (owner !== null && owner.id !== subscriber.id) return { kind: "taken" };
  const moved = await writeAddress(tx, subscriber, address, now);
  if (!moved) return { kind: "taken" };
  await liftOwnLeave(tx, ctx.addressKeys, address.addressHash);
  return { kind: "moved", subscriber: moved };
}

/** Null when an import, which takes no turn, brought the address at this very moment. */
async function writeAddress(tx: Database, { id }: Subscriber, address: Address, now: Date) {
  try {
    // In a step of its own: the transaction goes on when it is refused.
    return await tx.transaction(async (step) => {
      const moved = await changeSubscriber(step, id, ["active", "paused"], { ...address, updatedAt: now });
      if (!moved) throw new Error(`subscriber ${id} was to be moved without being held`);
      return moved;
    });
  } catch (error) {
    if (isTakenKey(error)) return null;
    throw error;
  }
}
