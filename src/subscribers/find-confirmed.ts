import type { Context } from "../context.ts";
import { findSubscriber, type Subscriber } from "./store.ts";
import { readSignedToken } from "./tokens.ts";

/**
 * Whom a link to confirm names, when they subscribe already, else null; of a link that has expired too, since readers
 * open old mails again.
 *
 * @throws {LinkNotValidError} when the link is cut off, made up, or not for this.
 */
export async function findConfirmed(ctx: Context, { token }: { token: string }): Promise<Subscriber | null> {
  const { subscriberId } = readSignedToken(ctx.config.tokens.secrets, "confirm", token);
  const subscriber = await findSubscriber(ctx.db, subscriberId);
  return subscriber?.state === "active" || subscriber?.state === "paused" ? subscriber : null;
}
