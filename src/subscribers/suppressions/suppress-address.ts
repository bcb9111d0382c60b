import { parseAddress } from "../../addresses/address.ts";
import { recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { auditSubjectOf } from "./audit-subject.ts";
import { insertSuppression, type SuppressionReason } from "./store.ts";

export type SuppressInput = {
  email: string;
  reason: Exclude<SuppressionReason, "erased" | "left">;
  /** What was reported, in words; null when nothing was. */
  explanation: string | null;
};

export type SuppressResult =
  | { kind: "suppressed" }
  | { kind: "already" }
  | { kind: "refused"; reason: string };

/** Makes sure that an address is never mailed, whether or not it subscribes. Safe to repeat: the first reason stays. */
export async function suppressAddress(ctx: Context, input: SuppressInput): Promise<SuppressResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `The address is not usable: ${parsed.reason}.` };
  const { email, addressHash } = parsed.address;
  const { reason, explanation } = input;
  return ctx.db.transaction(async (tx): Promise<SuppressResult> => {
    const isNew = await insertSuppression(tx, ctx.addressKeys, {
      addressHash,
      email,
      reason,
      cause: "by-hand",
      explanation,
      createdAt: ctx.clock.now(),
    });
    if (!isNew) return { kind: "already" };
    const subject = await auditSubjectOf(tx, ctx.addressKeys, addressHash);
    await recordAct(tx, ctx, { verb: "suppression.add", subject, after: { reason, explanation } });
    return { kind: "suppressed" };
  });
}
