import type { Context } from "../context.ts";
import { findSubscriber, type Subscriber } from "./store.ts";
import { readSignedToken } from "./tokens.ts";

/**
 * Whom a link to confirm, or to come back, names, when they subscribe already, else null; of a link that has expired
 * too, since readers open old mails again.
 *
 * @throws {LinkNotValidError} when the link is cut off, made up, or not for this.
 */
export async function findConfirmed(
  ctx: Context,
  { token, purpose }: { token: string; purpose: "confirm" | "undo" },
): Promise<Subscriber | null> {
  const { subscriberId } = readSignedToken(ctx.config.tokens.secrets, purpose, token);
  const subscriber = await findSubscriber(ctx.db, subscriberId);
  return subscriber?.state === "active" || subscriber?.state === "paused" ? subscriber : null;
}
