import { parseAddress } from "../addresses/address.ts";
import { recordActByHand } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { insertConsent } from "./consents-store.ts";
import { type PreferencesInput, parsePreferences } from "./preferences.ts";
import { changeSubscriber, findSubscriberByKey, insertSubscriber, type Subscriber } from "./store.ts";
import { findSuppression } from "./suppressions/store.ts";
import { withUsualChoices } from "./usual-choices.ts";

export type AddInput = {
  email: string;
  preferences?: PreferencesInput;
  /** Where it comes from, such as `cli`. */
  source: string;
  /** What the subscriber agreed to, as the operator vouches. */
  consent: { wording: string };
};

export type AddResult =
  | { kind: "added"; subscriber: Subscriber }
  /** The address was there already; a pending one is now active, any other is as it was. */
  | { kind: "known"; subscriber: Subscriber }
  | { kind: "refused"; reason: string };

/** Adds one subscriber as `active`, on an operator's word. Safe to repeat: the second call answers `known`. */
export async function addSubscriber(ctx: Context, input: AddInput): Promise<AddResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `The address is not usable: ${parsed.reason}.` };
  const checked = parsePreferences(input.preferences ?? {});
  if (checked.kind === "refused") return { kind: "refused", reason: `${checked.reasons.join("; ")}.` };
  const { address } = parsed;
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx): Promise<AddResult> => {
    const suppression = await findSuppression(tx, ctx.addressKeys, address.addressHash);
    if (suppression) {
      return {
        kind: "refused",
        reason: `The address is suppressed (${suppression.reason}): lift that first.`,
      };
    }
    const preferences = withUsualChoices(ctx, checked.preferences, now);
    const added = await insertSubscriber(tx, {
      address,
      state: "active",
      source: input.source,
      preferences,
      now,
    });
    const known = added ?? (await findSubscriberByKey(tx, address.emailKey));
    if (!known) return { kind: "refused", reason: "The address was removed at this moment: try again." };
    const activated = added
      ? null
      : await changeSubscriber(tx, known.id, ["pending"], {
          state: "active",
          confirmedAt: now,
          updatedAt: now,
        });
    if (added ?? activated) {
      await insertConsent(tx, {
        subscriberId: known.id,
        action: "added",
        source: input.source,
        wording: input.consent.wording,
        at: now,
      });
      await recordActByHand(tx, ctx, {
        verb: "subscriber.add",
        subject: known.id,
        before: { state: added ? null : "pending" },
        after: { state: "active" },
      });
    }
    return { kind: added ? "added" : "known", subscriber: activated ?? known };
  });
}
