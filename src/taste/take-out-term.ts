import type { Context } from "../context.ts";
import { findStoredProfile } from "./profile-store.ts";
import { removeProfileTerm } from "./recompute-profile.ts";

/**
 * Takes a word that stands in a reader's profile out of it, for good. Safe to repeat; what does not stand in it is not
 * kept, so that nobody fills a table with words.
 */
export async function takeOutTerm(
  ctx: Context,
  given: { subscriberId: string; lexeme: string },
): Promise<void> {
  const profile = await findStoredProfile(ctx.db, given.subscriberId);
  if (profile?.terms.some(({ lexeme }) => lexeme === given.lexeme)) await removeProfileTerm(ctx, given);
}
