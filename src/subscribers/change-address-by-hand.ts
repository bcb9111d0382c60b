import type { Address } from "../addresses/address.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { deleteOpenChange, insertMadeChange } from "./address-changes-store.ts";
import { insertConsent } from "./consents-store.ts";
import { type MoveResult, moveAddress } from "./move-address.ts";
import { lockSubscriber } from "./store.ts";

/**
 * Changes a reader's address at once on an operator's word, as for who cannot read mail at the former one. What the
 * reader wished themselves and was not carried out goes. Safe to repeat.
 *
 * @param input.wording what the reader told the operator, kept with the consent.
 * @returns `not-reading` when the subscriber is gone, has not confirmed or has left.
 */
export async function changeAddressByHand(
  ctx: Context,
  input: { subscriberId: string; address: Address; wording: string },
): Promise<MoveResult | { kind: "not-reading" | "same" }> {
  const now = ctx.clock.now();
  const { address, wording } = input;
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    if (subscriber?.state !== "active" && subscriber?.state !== "paused") return { kind: "not-reading" };
    if (subscriber.emailKey === address.emailKey) return { kind: "same" };
    const moved = await moveAddress(ctx, tx, subscriber, address, now);
    if (moved.kind !== "moved") return moved;
    await deleteOpenChange(tx, subscriber.id);
    await insertMadeChange(tx, { subscriber, address, now });
    await insertConsent(tx, {
      subscriberId: subscriber.id,
      action: "address-changed",
      source: "operator",
      wording,
      evidence: { from: subscriber.email, to: address.email },
      at: now,
    });
    await recordAct(tx, ctx, {
      verb: "subscriber.change-address",
      subject: subscriber.id,
      after: { changed: ["email"] },
    });
    return moved;
  });
}
