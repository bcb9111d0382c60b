import type { Language } from "../../words/words.ts";
import { type Address, type AddressProblem, parseAddress } from "../addresses/address.ts";
import { suggestTypo } from "../addresses/suggest-typo.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { ringNotices } from "../notices/ring-notices.ts";
import { insertNotice, type NoticeKind } from "../notices/store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import type { Wishes } from "./follow.ts";
import { takeMailSlot } from "./limits.ts";
import { type PreferencesInput, parsePreferences } from "./preferences.ts";
import { openWording } from "./seal-wording.ts";
import { findSubscriberByKey, insertSubscriber } from "./store.ts";
import { findSuppression, mayComeBack } from "./suppressions/store.ts";
import { lockSubject } from "./tries-store.ts";
import { withUsualChoices } from "./usual-choices.ts";

export type SubscribeInput = {
  email: string;
  /** Guessed, such as the browser's zone. Ignored for an address that is known. */
  preferences?: PreferencesInput;
  /** What to follow; for an address that is known it is filled in on the preferences' page, to be saved there. */
  wishes?: Wishes;
  /** Such as `site` or `api`. */
  source: string;
  /** The reader saw the proposed correction and kept what they wrote. */
  isSure?: boolean;
  /** The language of the page on which the button was pressed. */
  language?: Language;
  /** What the form said that they agree to, sealed by us; what it says now where it carried none. */
  sealedWording?: string;
};

export type SubscribeResult =
  /** A mail is on its way, or not: the caller cannot know, so that nobody learns who reads this. */
  | { kind: "accepted" }
  | { kind: "typo"; suggestion: string }
  | { kind: "refused"; problem: AddressProblem }
  /** Nobody knows what they were shown: they are to be shown it again. */
  | { kind: "unknown-wording" };

/**
 * Asks for a subscription (double opt-in): an unknown address becomes `pending` and is mailed a link; one
 * that reads already is mailed a link to its preferences; a suppressed one gets nothing. The answer is the
 * same for all three, and repeated calls cause at most the mails that the limits allow.
 */
export async function subscribe(ctx: Context, input: SubscribeInput): Promise<SubscribeResult> {
  const parsed = parseAddress(input.email);
  if (parsed.kind === "refused") return { kind: "refused", problem: parsed.problem };
  const wording = input.sealedWording
    ? openWording(ctx.config, input.sealedWording)
    : consentWording(ctx, "subscribe", input.language);
  if (wording === null) return { kind: "unknown-wording" };
  const suggestion = input.isSure ? null : suggestTypo(parsed.address.email);
  if (suggestion !== null) return { kind: "typo", suggestion };
  await ctx.db.transaction((tx) => requestSubscription(ctx, tx, parsed.address, { ...input, wording }));
  ringNotices(ctx);
  return { kind: "accepted" };
}

async function requestSubscription(
  ctx: Context,
  tx: Database,
  address: Address,
  input: SubscribeInput & { wording: string },
): Promise<void> {
  const now = ctx.clock.now();
  await lockSubject(tx, address.emailKey);
  const suppression = await findSuppression(tx, ctx.addressKeys, address.addressHash);
  // Who bounced or complained is not mailed, whoever asks for it.
  if (suppression && !mayComeBack(suppression)) return;
  const guessed = parsePreferences({ ...input.preferences, ...input.wishes });
  const language = input.language ?? ctx.settings.current().brand.language;
  const chosen = guessed.kind === "preferences" ? guessed.preferences : {};
  const preferences = withUsualChoices(ctx, { language, ...chosen }, now);
  const fresh = await insertSubscriber(tx, {
    address,
    state: "pending",
    source: input.source,
    preferences,
    now,
  });
  const subscriber = fresh ?? (await findSubscriberByKey(tx, address.emailKey));
  if (!subscriber || !(await takeMailSlot(ctx, tx, address.emailKey))) return;
  const mayGetDigests = subscriber.state === "active" || subscriber.state === "paused";
  const wishes = fresh ? {} : input.wishes;
  const kind: NoticeKind = mayGetDigests ? "preferences-link" : "confirm";
  await insertNotice(tx, {
    kind,
    subscriberId: subscriber.id,
    recipient: subscriber.email,
    props: mayGetDigests ? { cause: "already-subscribed", wishes } : { wishes },
    now,
  });
  if (mayGetDigests) return;
  await insertConsent(tx, {
    subscriberId: subscriber.id,
    action: "requested",
    source: input.source,
    wording: input.wording,
    at: now,
  });
}
