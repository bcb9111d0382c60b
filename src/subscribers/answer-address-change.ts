import type { Language } from "../../words/words.ts";
import type { Context } from "../context.ts";
import type { Database } from "../db/client.ts";
import { isUuid } from "../db/is-uuid.ts";
import { deleteWaitingNotices } from "../notices/store.ts";
import {
  type AddressChange,
  deleteOpenChange,
  findAddressChange,
  noteChanged,
  noteYes,
} from "./address-changes-store.ts";
import { consentWording } from "./consent-wording.ts";
import { insertConsent } from "./consents-store.ts";
import { moveAddress } from "./move-address.ts";
import { findSubscriber, lockSubscriber, type Subscriber } from "./store.ts";
import { parseToken } from "./tokens.ts";

/** Which of the two links to a change of address was followed: the present address's or the new one's. */
export type AddressLink = "address-allow" | "address-confirm";

export type ChangeInput = {
  link: AddressLink;
  token: string;
  /** The language of the page on which the button was pressed. */
  language?: Language;
};

export type ChangeAnswer =
  /** Stopped, replaced by a later wish, or its subscription has ended. */
  | { kind: "gone" }
  | { kind: "open"; change: AddressChange; subscriber: Subscriber }
  | { kind: "changed"; change: AddressChange; subscriber: Subscriber };

/**
 * What a link to a change of address leads to. Changes nothing.
 *
 * @throws {LinkNotValidError} when the link is too old, or not for this.
 */
export async function findLinkedChange(ctx: Context, { link, token }: ChangeInput): Promise<ChangeAnswer> {
  return read(ctx, ctx.db, claimOf(ctx, { link, token }), findSubscriber);
}

export type YesResult =
  | { kind: "gone" | "taken" | "suppressed" }
  /** The other address has not said yes. */
  | { kind: "waiting"; change: AddressChange; subscriber: Subscriber }
  | { kind: "changed"; change: AddressChange; subscriber: Subscriber };

/**
 * Says yes for one of the two addresses; with the second yes the address changes. Safe to repeat, in any order and at
 * once.
 *
 * @throws {LinkNotValidError} as `findLinkedChange`.
 */
export async function agreeToChange(ctx: Context, input: ChangeInput): Promise<YesResult> {
  const claim = claimOf(ctx, input);
  return ctx.db.transaction(async (tx): Promise<YesResult> => {
    // The subscriber is held first, by both links, so that the two answers take turns.
    const found = await read(ctx, tx, claim, lockSubscriber);
    if (found.kind !== "open") return found;
    return agree(ctx, tx, found, input);
  });
}

async function agree(
  ctx: Context,
  tx: Database,
  { change, subscriber }: { change: AddressChange; subscriber: Subscriber },
  { link, language }: ChangeInput,
): Promise<YesResult> {
  const now = ctx.clock.now();
  const column = link === "address-allow" ? "allowedAt" : "confirmedAt";
  const noted = await noteYes(tx, change.id, column, now);
  if (!noted) return { kind: "gone" };
  if (change[column] === null) {
    await insertConsent(tx, {
      subscriberId: subscriber.id,
      action: link === "address-allow" ? "address-allowed" : "address-confirmed",
      source: "link",
      wording: consentWording(ctx, link, language),
      evidence: { change: change.id },
      at: now,
    });
  }
  if (noted.allowedAt === null || noted.confirmedAt === null) {
    return { kind: "waiting", change: noted, subscriber };
  }
  const { email, emailKey, addressHash } = noted;
  const moved = await moveAddress(ctx, tx, subscriber, { email, emailKey, addressHash }, now);
  if (moved.kind !== "moved") {
    await deleteOpenChange(tx, subscriber.id);
    return moved;
  }
  await noteChanged(tx, change.id, now);
  await insertConsent(tx, {
    subscriberId: subscriber.id,
    action: "address-changed",
    source: "link",
    wording: consentWording(ctx, "address-ask", language),
    evidence: { change: change.id, from: noted.formerEmail, to: noted.email },
    at: now,
  });
  return { kind: "changed", change: noted, subscriber: moved.subscriber };
}

/**
 * Takes a change of address back, by the present address's link or on the preferences page. Safe to repeat.
 *
 * @returns false when there is none to stop.
 */
export async function stopAddressChange(
  ctx: Context,
  input: { subscriberId: string; source: "link" | "page"; language?: Language },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, input.subscriberId);
    if (!subscriber || !(await deleteOpenChange(tx, subscriber.id))) return false;
    await deleteWaitingNotices(tx, subscriber.id, ["address-allow", "address-confirm"]);
    await insertConsent(tx, {
      subscriberId: subscriber.id,
      action: "address-stopped",
      source: input.source,
      wording: consentWording(ctx, "address-stop", input.language),
      at: ctx.clock.now(),
    });
    return true;
  });
}

type Claim = { subscriberId: string; changeId: string };

function claimOf(ctx: Context, { link, token }: ChangeInput): Claim {
  const claim = parseToken(ctx.config.tokens.secrets, link, token, ctx.clock.now());
  return { subscriberId: claim.subscriberId, changeId: claim.subject };
}

async function read(
  ctx: Context,
  db: Database,
  { subscriberId, changeId }: Claim,
  find: (db: Database, id: string) => Promise<Subscriber | null>,
): Promise<ChangeAnswer> {
  const subscriber = await find(db, subscriberId);
  const change = subscriber && isUuid(changeId) ? await findAddressChange(db, changeId) : null;
  if (!subscriber || change?.subscriberId !== subscriber.id) return { kind: "gone" };
  const isReading = subscriber.state === "active" || subscriber.state === "paused";
  // A page that says where digests go must not say so once they go elsewhere, or nowhere.
  if (change.changedAt !== null && isReading && change.emailKey === subscriber.emailKey)
    return { kind: "changed", change, subscriber };
  if (change.changedAt !== null || !isReading || change.expiresAt <= ctx.clock.now()) return { kind: "gone" };
  return { kind: "open", change, subscriber };
}
