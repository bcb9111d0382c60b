import type { Language } from "../../words/words.ts";
import { type Address, type AddressProblem, mailboxOf, parseAddress } from "../addresses/address.ts";
import { suggestTypo } from "../addresses/suggest-typo.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import { deleteWaitingNotices, insertNotice } from "../notices/store.ts";
import { replaceAddressChange } from "./address-changes-store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import { lockMailboxes, takeMailSlot } from "./limits.ts";
import { linkLifeMs } from "./links.ts";
import { findSubscriber, findSubscriberByKey, lockSubscriber, type Subscriber } from "./store.ts";
import { findSuppression, mayComeBack } from "./suppressions/store.ts";

export type AddressChangeInput = {
  subscriberId: string;
  email: string;
  /** The reader saw the proposed correction and kept what they wrote. */
  isSure: boolean;
  /** The language of the page on which the button was pressed. */
  language?: Language;
};

export type AddressChangeResult =
  /** Both addresses are mailed; the new one perhaps not, so that nobody learns who reads this. */
  | { kind: "requested" }
  | { kind: "typo"; suggestion: string }
  | { kind: "refused"; problem: AddressProblem }
  /** It is their address already, perhaps in another spelling. */
  | { kind: "same" }
  /** Mail to the present address does not arrive, so that it cannot allow the change. */
  | { kind: "unreachable" }
  /** The present address was mailed a moment ago, or often today. */
  | { kind: "limited" }
  /** Only who confirmed and has not left has a subscription to move. */
  | { kind: "not-reading" };

/**
 * Asks to be mailed at another address: the present one is mailed a link to allow or stop it, the new one a link to
 * confirm it. Nothing changes until both were followed and their buttons pressed. A later wish takes the place of an
 * earlier one. What is answered tells nothing of the new address: one that subscribes itself is told so by mail.
 */
export async function requestAddressChange(
  ctx: Context,
  input: AddressChangeInput,
): Promise<AddressChangeResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused") return { kind: "refused", problem: parsed.problem };
  const suggestion = input.isSure ? null : suggestTypo(parsed.address.email);
  if (suggestion !== null) return { kind: "typo", suggestion };
  const kind = await ctx.db.transaction(async (tx) => {
    const asking = await findSubscriber(tx, input.subscriberId);
    if (!asking) return "not-reading";
    // Mailboxes before subscribers, as everybody takes them whose transaction causes a mail to one.
    await lockMailboxes(ctx, tx, [asking.emailKey, parsed.address.emailKey]);
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    return subscriber ? request(ctx, tx, { subscriber, address: parsed.address, input }) : "not-reading";
  });
  if (kind === "requested") ringNotices(ctx);
  return { kind };
}

type Request = { subscriber: Subscriber; address: Address; input: AddressChangeInput };

async function request(ctx: Context, tx: Database, { subscriber, address, input }: Request) {
  if (subscriber.state !== "active" && subscriber.state !== "paused") return "not-reading";
  if (address.emailKey === subscriber.emailKey) return "same";
  if (await findSuppression(tx, ctx.addressKeys, subscriber.addressHash)) return "unreachable";
  if (!(await takeMailSlot(ctx, tx, subscriber.emailKey))) return "limited";
  const now = ctx.clock.now();
  const life = linkLifeMs["address-allow"] ?? 0;
  await deleteWaitingNotices(tx, subscriber.id, ["address-allow", "address-confirm"]);
  const change = await replaceAddressChange(tx, {
    subscriber,
    address,
    now,
    expiresAt: new Date(now.getTime() + life),
  });
  await insertConsent(tx, {
    subscriberId: subscriber.id,
    action: "address-asked",
    source: "page",
    wording: consentWording(ctx, "address-ask", input.language),
    evidence: { change: change.id },
    at: now,
  });
  const props = { change: change.id };
  await insertNotice(tx, {
    kind: "address-allow",
    subscriberId: subscriber.id,
    recipient: subscriber.email,
    props,
    now,
  });
  if (!(await mayBeMailed(ctx, tx, subscriber, address))) return "requested";
  const owner = await findSubscriberByKey(tx, address.emailKey);
  const isTaken = owner !== null && owner.state !== "pending";
  await insertNotice(tx, {
    kind: "address-confirm",
    subscriberId: isTaken ? owner.id : subscriber.id,
    recipient: isTaken ? owner.email : address.email,
    props: isTaken ? { isTaken } : props,
    now,
  });
  return "requested";
}

/** Who bounced or complained is not mailed, whoever asks for it. A tag does not make another mailbox: one slot is for both. */
async function mayBeMailed(
  ctx: Context,
  tx: Database,
  subscriber: Subscriber,
  address: Address,
): Promise<boolean> {
  const suppression = await findSuppression(tx, ctx.addressKeys, address.addressHash);
  if (suppression && !mayComeBack(suppression)) return false;
  if (mailboxOf(address.emailKey) === mailboxOf(subscriber.emailKey)) return true;
  return takeMailSlot(ctx, tx, address.emailKey);
}
