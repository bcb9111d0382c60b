import { parseAddress } from "../../addresses/address.ts";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { insertConsent } from "../consents-store.ts";
import { findSubscriberByHash } from "../store.ts";
import { auditSubjectOf } from "./audit-subject.ts";
import { deleteSuppression } from "./store.ts";

export type LiftInput =
  /** Why, in the operator's words; kept with the subscriber when there is one. */
  { explanation?: string | null } & ({ email: string } | { addressHash: string });

export type LiftResult = { kind: "lifted" } | { kind: "unknown" } | { kind: "refused"; reason: string };

/** Allows an address to be mailed again; its subscription stays in whatever state it is. Safe to repeat. */
export async function liftSuppression(ctx: Context, input: LiftInput): Promise<LiftResult> {
  const hash = hashOf(input);
  if (hash.kind === "refused") return hash;
  const { addressHash } = hash;
  return ctx.db.transaction(async (tx) => {
    if (!(await deleteSuppression(tx, ctx.addressKeys, addressHash))) return { kind: "unknown" as const };
    const subscriber = await findSubscriberByHash(tx, addressHash);
    if (subscriber) {
      await insertConsent(tx, {
        subscriberId: subscriber.id,
        action: "suppression-lifted",
        source: "operator",
        wording: input.explanation ?? "",
        at: ctx.clock.now(),
      });
    }
    await recordAct(tx, ctx, {
      verb: "suppression.lift",
      subject: await auditSubjectOf(tx, ctx.addressKeys, addressHash),
      after: { explanation: input.explanation ?? null },
    });
    return { kind: "lifted" as const };
  });
}

function hashOf(
  input: LiftInput,
): { kind: "hash"; addressHash: string } | { kind: "refused"; reason: string } {
  if ("addressHash" in input) return { kind: "hash", addressHash: input.addressHash };
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `The address is not usable: ${parsed.reason}.` };
  return { kind: "hash", addressHash: parsed.address.addressHash };
}
