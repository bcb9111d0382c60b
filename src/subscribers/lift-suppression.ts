import type { Context } from "../context.ts";
import { parseAddress } from "./address.ts";
import { deleteSuppression } from "./store.ts";

export type LiftResult = { kind: "lifted" } | { kind: "unknown" } | { kind: "refused"; reason: string };

/** Allows an address to be mailed again; its subscription stays in whatever state it is. Safe to repeat. */
export async function liftSuppression(ctx: Context, input: { email: string }): Promise<LiftResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `The address is not usable: ${parsed.reason}.` };
  const wasThere = await deleteSuppression(ctx.db, parsed.address.addressHash);
  return { kind: wasThere ? "lifted" : "unknown" };
}
