import type { Config } from "../config/env.ts";
import type { Context } from "../context.ts";
import { findSubscriber, type Subscriber } from "./store.ts";
import { LinkNotValidError, makeToken, parseToken, type TokenPurpose } from "./tokens.ts";

const day = 24 * 60 * 60_000;

/** How long a link works after it was made; null for always. */
export const linkLifeMs: Record<TokenPurpose, number | null> = {
  confirm: 3 * day,
  // Lies in every digest; a reader finds an old mail and expects it to work.
  preferences: 400 * day,
  // Leaving must work months later (RFC 8058 sets no end).
  unsubscribe: null,
  view: null,
  undo: 7 * day,
  // Beside each paper of every digest, as long as the link to the preferences.
  mark: 400 * day,
  // Until the reader ends it, since a feed reader asks for years.
  feed: null,
  "address-allow": 7 * day,
  "address-confirm": 7 * day,
  // As long as the link to the preferences: who is paused may find the mail months later.
  "still-reading": 400 * day,
};

/** A token of one purpose for one subscriber, made at `now`. `subject` as in `TokenClaim`. */
export function makeLinkToken(
  config: Pick<Config, "tokens">,
  purpose: TokenPurpose,
  given: { subscriberId: string; now: Date; subject?: string },
): string {
  const life = linkLifeMs[purpose];
  return makeToken(config.tokens.secrets, purpose, {
    subscriberId: given.subscriberId,
    subject: given.subject ?? "",
    expiresAt: life === null ? null : new Date(given.now.getTime() + life),
  });
}

/** The tokens that a digest of an edition carries. */
export function makeDigestTokens(
  config: Pick<Config, "tokens">,
  { editionId, ...given }: { subscriberId: string; editionId: string; now: Date },
): { unsubscribe: string; preferences: string; view: string; mark: string } {
  return {
    unsubscribe: makeLinkToken(config, "unsubscribe", given),
    preferences: makeLinkToken(config, "preferences", given),
    view: makeLinkToken(config, "view", { ...given, subject: editionId }),
    mark: makeLinkToken(config, "mark", given),
  };
}

/** A `mark` link names its paper too: `markPath` makes it; a feed's address ends in its format. */
type WholeLinkPurpose = Exclude<TokenPurpose, "mark" | "feed">;

const paths: Record<WholeLinkPurpose, string> = {
  confirm: "/confirm",
  preferences: "/preferences",
  unsubscribe: "/unsubscribe",
  view: "/view",
  undo: "/undo",
  "address-allow": "/address/allow",
  "address-confirm": "/address/confirm",
  "still-reading": "/still-reading",
};

/** The absolute link of a token. */
export function linkTo(config: Pick<Config, "site">, purpose: WholeLinkPurpose, token: string): string {
  return `${config.site.publicUrl}${paths[purpose]}?token=${token}`;
}

/**
 * The path of the page on which a reader says what they think of a paper; the token follows it. Short, since it stands
 * beside each paper of a mail.
 */
export function markPath(paperId: string): string {
  return `/m/${paperId.split("/").map(encodeURIComponent).join("/")}?t=`;
}

/** A link that was opened: whose it is, what it is about and when it was made (null when it never ends). */
export type OpenedLink = { subscriber: Subscriber; subject: string; madeAt: Date | null };

/**
 * Reads a link's token and finds whom it names.
 *
 * @throws {LinkNotValidError} also when the subscriber has been erased: a link must not tell that apart.
 */
export async function openLink(ctx: Context, purpose: TokenPurpose, token: string): Promise<OpenedLink> {
  const claim = parseToken(ctx.config.tokens.secrets, purpose, token, ctx.clock.now());
  const subscriber = await findSubscriber(ctx.db, claim.subscriberId);
  if (!subscriber) throw new LinkNotValidError(false);
  const life = linkLifeMs[purpose];
  const madeAt = claim.expiresAt && life !== null ? new Date(claim.expiresAt.getTime() - life) : null;
  return { subscriber, subject: claim.subject, madeAt };
}
