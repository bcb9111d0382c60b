import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { mailAddress } from "../../digest/digest-headers.ts";
import { parseAddress } from "../../subscribers/address.ts";
import { requestLinkMail } from "../../subscribers/request-link-mail.ts";
import { ringNotices } from "../../subscribers/ring-notices.ts";
import { findSubscriberByKey } from "../../subscribers/store.ts";
import { LinkNotValidError, readToken } from "../../subscribers/tokens.ts";
import { unsubscribe } from "../../subscribers/unsubscribe.ts";
import type { StoredEvent } from "../feedback/store.ts";
import { findReceivedMail, type ReceivedMailRecord } from "../mailers/find-received-mail.ts";
import { acquireSendSlot } from "../send-gate.ts";
import { unsubscribeAddress } from "../unsubscribe-address.ts";
import { readWish, type Wish } from "./leaving-mail.ts";
import { mailOfEvent } from "./received-event.ts";
import { claimReceived, recallUnheard, waitingReceived } from "./store.ts";

/** Each takes a place in the pace that digests share. */
const mostAtOnce = 50;

/** A mail that cannot be fetched for this long is judged by its event alone. */
const patienceMs = 30 * 60_000;

/** How long a mail that a worker of the release before put aside is looked for. */
const recallMs = 24 * 3_600_000;

/**
 * Hears mails that came in at the provider: one that holds a reader's token unsubscribes them; one without
 * makes a mail with a link to confirm go to whom it says it is from, if that is a subscriber and within the
 * limits of such mails. Automatic answers are not heard. Each mail acts once, however often it is told of,
 * and nothing of its text is kept.
 *
 * @param isRung as in `applyEvents`.
 */
export async function hearLeavers(ctx: Context, isRung: boolean): Promise<void> {
  const now = ctx.clock.now();
  if (!isRung) await recallUnheard(ctx.db, new Date(now.getTime() - recallMs));
  for (const event of await waitingReceived(ctx.db, mostAtOnce)) {
    const record = await fetchMail(ctx, event.providerId);
    if (record.kind === "later" && event.receivedAt.getTime() > now.getTime() - patienceMs) return;
    await hear(ctx, event, wishOf(ctx, event, record));
  }
}

async function fetchMail(ctx: Context, id: string | null): Promise<ReceivedMailRecord> {
  if (id === null || ctx.mailer.name === "outbox") return { kind: "unknown" };
  const slot = await acquireSendSlot(ctx, "digest");
  return slot.kind === "go" ? findReceivedMail(ctx.config.mail.resend, id) : { kind: "later" };
}

/** A mail whose headers cannot be read may be an automatic answer: its token is heard, but nobody is asked. */
function wishOf({ config }: Context, { payload }: StoredEvent, record: ReceivedMailRecord): Wish {
  const mail = record.kind === "found" ? record.mail : mailOfEvent(payload);
  if (mail === null) return { kind: "ignore", reason: "it could not be fetched from the provider" };
  const { from, replyTo } = config.mail;
  const ours = [from, replyTo, unsubscribeAddress(config.mail)].flatMap((one) => one ?? []).map(mailAddress);
  return readWish(mail, ours);
}

async function hear(ctx: Context, event: StoredEvent, wish: Wish): Promise<void> {
  const subscriberId = wish.kind === "leave" ? leaverIn(ctx, wish.tokens) : null;
  const note = noteOn(wish, subscriberId);
  const isRequested = await ctx.db.transaction(async (tx) => {
    if (!(await claimReceived(tx, event.id, note, ctx.clock.now()))) return false;
    if (subscriberId !== null) await unsubscribe({ ...ctx, db: tx }, { subscriberId, source: "mail" });
    return wish.kind === "ask" && (await ask(ctx, tx, wish.address));
  });
  if (isRequested) ringNotices(ctx);
  ctx.log.info({ eventId: event.id, note }, "a mail came in");
}

/** Says the same of a sender who subscribes and of one who does not. */
function noteOn(wish: Wish, subscriberId: string | null): string {
  if (wish.kind === "ignore") return wish.reason;
  if (wish.kind === "ask") return "its sender is asked to confirm, if they subscribe";
  return subscriberId === null ? "its token is not valid" : "it unsubscribed its reader";
}

function leaverIn({ config, clock }: Context, tokens: string[]): string | null {
  for (const token of tokens) {
    try {
      return readToken(config.tokens.secrets, "unsubscribe", token, clock.now()).subscriberId;
    } catch (error) {
      if (!(error instanceof LinkNotValidError)) throw error;
    }
  }
  return null;
}

async function ask(ctx: Context, tx: Database, address: string): Promise<boolean> {
  const parsed = parseAddress(address);
  if (parsed.kind === "refused") return false;
  const subscriber = await findSubscriberByKey(tx, parsed.address.emailKey);
  return (await requestLinkMail(ctx, tx, subscriber, "leaving")) === "requested";
}
