import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import { makeLinkToken, openLink } from "./links.ts";
import {
  deletePersonalFeed,
  findPersonalFeed,
  type PersonalFeed,
  writePersonalFeed,
} from "./personal-feeds-store.ts";
import { lockSubscriber, type Subscriber } from "./store.ts";
import { LinkNotValidError } from "./tokens.ts";

const nonceBytes = 9;

/**
 * Draws an address under which a reader's digests are read as a feed; one that they had ends. Who has left has none.
 * Each call draws another: what is pressed twice leaves the second.
 */
export async function renewPersonalFeed(
  ctx: Context,
  { subscriberId }: { subscriberId: string },
): Promise<void> {
  const feed = { nonce: randomBytes(nonceBytes).toString("base64url"), madeAt: ctx.clock.now() };
  await ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, subscriberId);
    if (subscriber && mayRead(subscriber)) await writePersonalFeed(tx, subscriberId, feed);
  });
}

/** Ends a reader's address. Safe to repeat. */
export async function endPersonalFeed(
  { db }: Pick<Context, "db">,
  { subscriberId }: { subscriberId: string },
): Promise<void> {
  await deletePersonalFeed(db, subscriberId);
}

/** The path of a reader's feed without its format; the token in it says all that opens it. */
export function personalFeedPath(
  config: Pick<Context["config"], "tokens">,
  subscriberId: string,
  { nonce, madeAt }: PersonalFeed,
): string {
  return `/feed/${makeLinkToken(config, "feed", { subscriberId, now: madeAt, subject: nonce })}`;
}

/**
 * Whose feed an address opens.
 *
 * @throws {LinkNotValidError} also when it was ended or renewed, and when the reader has left or was erased: the
 * address must not tell that apart.
 */
export async function openPersonalFeed(ctx: Context, token: string): Promise<Subscriber> {
  const { subscriber, subject } = await openLink(ctx, "feed", token);
  const feed = await findPersonalFeed(ctx.db, subscriber.id);
  if (feed === null || feed.nonce !== subject || !mayRead(subscriber)) throw new LinkNotValidError(false);
  return subscriber;
}

function mayRead({ state }: Pick<Subscriber, "state">): boolean {
  return state === "active" || state === "paused";
}
