import type { Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import { type TryLimit, takeTry } from "../../subscribers/limits.ts";
import { clientAddress } from "./client-address.ts";
import { TooManyTriesError } from "./too-many-tries-error.ts";

/** Counts one try of whoever asks. @throws {TooManyTriesError} when it was one too many. */
export async function limitClient(c: RequestContext, ctx: Context, limit: TryLimit): Promise<void> {
  const taken = await takeTry(ctx, limit, clientAddress(c, ctx.config.site.trustedProxies));
  if (!taken.isAllowed) throw new TooManyTriesError(taken.retryAfterMs);
}
