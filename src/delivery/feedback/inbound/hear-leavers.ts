import { parseAddress } from "../../../addresses/address.ts";
import { bareAddress } from "../../../addresses/bare-address.ts";
import type { Context } from "../../../context.ts";
import type { Database } from "../../../db/client.ts";
import { unsubscribeAddress } from "../../../digest/unsubscribe-address.ts";
import { ringNotices } from "../../../notices/ring-notices.ts";
import { requestLinkMail } from "../../../subscribers/request-link-mail.ts";
import { findSubscriberByKey } from "../../../subscribers/store.ts";
import { LinkNotValidError, parseToken } from "../../../subscribers/tokens.ts";
import { unsubscribe } from "../../../subscribers/unsubscribe.ts";
import type { EventNote } from "../../codes.ts";
import { findReceivedMail, type ReceivedMail } from "../../mailers/find-received-mail.ts";
import { askProvider, type ProviderAnswer } from "../../provider/ask-provider.ts";
import type { StoredEvent } from "../stored-event.ts";
import { type OwnAddresses, readWish, type Wish } from "./leaving-mail.ts";
import { mailOfEvent } from "./received-event.ts";
import { claimReceived, listWaitingReceived, recallUnheard } from "./store.ts";

/** Each that is fetched takes a place in the pace that digests share. */
const mostWaiting = 200;

/** A mail that cannot be fetched for so long is judged by its event alone, when that holds a token. */
const patienceMs = 30 * 60_000;

/** One without a token waits as long as a quota of the day may keep everything shut. */
const longPatienceMs = 26 * 3_600_000;

/** How long a mail that a worker of the release before put aside is looked for. */
const recallMs = 24 * 3_600_000;

/**
 * Hears mails that came in at the provider: one that holds a reader's token unsubscribes them; one without
 * that is valid makes a mail with a link to confirm go to whom it says it is from, if that is a subscriber and within the
 * limits of such mails. Automatic answers are not heard. Each mail acts once, however often it is told of,
 * and nothing of its text is kept.
 *
 * @param isRung as in `applyEvents`.
 */
export async function hearLeavers(ctx: Context, isRung: boolean): Promise<void> {
  const now = ctx.clock.now();
  if (!isRung) await recallUnheard(ctx.db, new Date(now.getTime() - recallMs));
  let isAnswering = true;
  for (const event of await listWaitingReceived(ctx.db, mostWaiting)) {
    const answer: ProviderAnswer<ReceivedMail> = isAnswering
      ? await fetchMail(ctx, event.providerId)
      : notAsked;
    // What has waited long is judged by its event alone only when nobody could be asked for all that time.
    if (answer.kind === "stopped") return;
    isAnswering = answer.kind !== "blocked" && answer.kind !== "later" && answer.kind !== "limited";
    const mail = answer.kind === "read" ? answer.value : mailOfEvent(event.payload);
    const wish = readWish(mail, ownAddresses(ctx));
    const waitedMs = now.getTime() - event.receivedAt.getTime();
    const isPatient = waitedMs < (wish.kind === "leave" ? patienceMs : longPatienceMs);
    if (isAnswering || !isPatient) await hear(ctx, event, wish);
  }
}

const notAsked = { kind: "blocked" } as const;

async function fetchMail(ctx: Context, id: string | null): Promise<ProviderAnswer<ReceivedMail>> {
  if (id === null || ctx.mailer.name === "outbox") return { kind: "unknown" };
  return askProvider(ctx, () => findReceivedMail(ctx.config.mail.resend, id));
}

/** Digests of the release before offered the sender's address; who answers a digest may write there as well. */
function ownAddresses({ config }: Context): OwnAddresses {
  const { from, replyTo } = config.mail;
  const leaving = unsubscribeAddress(config.mail);
  return {
    leaving: leaving === null ? [] : [leaving],
    other: [from, replyTo].flatMap((one) => one ?? []).map(bareAddress),
  };
}

async function hear(ctx: Context, event: StoredEvent, wish: Wish): Promise<void> {
  const subscriberId = wish.kind === "leave" ? leaverIn(ctx, wish.tokens) : null;
  const asked = wish.kind === "leave" && subscriberId === null ? wish.sender : null;
  const note = noteOn(wish, subscriberId);
  const isRequested = await ctx.db.transaction(async (tx) => {
    if (!(await claimReceived(tx, event.id, note, ctx.clock.now()))) return false;
    if (subscriberId !== null) await unsubscribe({ ...ctx, db: tx }, { subscriberId, source: "mail" });
    return asked !== null && (await ask(ctx, tx, asked));
  });
  if (isRequested) ringNotices(ctx);
  ctx.log.info({ eventId: event.id, note }, "a mail came in");
}

/** Says the same of a sender who subscribes and of one who does not. */
function noteOn(wish: Wish, subscriberId: string | null): EventNote {
  if (wish.kind === "ignore") return wish.because;
  if (subscriberId !== null) return "left";
  return wish.sender === null ? "bad-token" : "sender-asked";
}

function leaverIn({ config, clock }: Context, tokens: string[]): string | null {
  for (const token of tokens) {
    try {
      return parseToken(config.tokens.secrets, "unsubscribe", token, clock.now()).subscriberId;
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
