import type { Context } from "../context.ts";
import { findSubscriber } from "./store.ts";
import { readSignedToken } from "./tokens.ts";

/**
 * Whether whom a link to confirm names subscribes already; of a link that has expired too, since readers open old
 * mails again.
 *
 * @throws {LinkNotValidError} when the link is cut off, made up, or not for this.
 */
export async function isConfirmed(ctx: Context, { token }: { token: string }): Promise<boolean> {
  const { subscriberId } = readSignedToken(ctx.config.tokens.secrets, "confirm", token);
  const subscriber = await findSubscriber(ctx.db, subscriberId);
  return subscriber?.state === "active" || subscriber?.state === "paused";
}
