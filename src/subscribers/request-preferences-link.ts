import { type AddressProblem, parseAddress } from "../addresses/address.ts";
import type { Context } from "../context.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import type { Wishes } from "./follow.ts";
import { requestLinkMail } from "./request-link-mail.ts";
import { findSubscriberByKey } from "./store.ts";

export type LinkRequestResult = { kind: "accepted" } | { kind: "refused"; problem: AddressProblem };

/**
 * Mails a fresh link to the preferences to who lost it. The answer is the same whether or not the address
 * is known; at most the mails that the limits allow are caused. `wishes` are filled in on the page that the link opens.
 */
export async function requestPreferencesLink(
  ctx: Context,
  input: { email: string; wishes?: Wishes },
): Promise<LinkRequestResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused") return { kind: "refused", problem: parsed.problem };
  const { emailKey } = parsed.address;
  await ctx.db.transaction(async (tx) =>
    requestLinkMail(ctx, tx, await findSubscriberByKey(tx, emailKey), "requested", input.wishes),
  );
  ringNotices(ctx);
  return { kind: "accepted" };
}
