import type { Context } from "../context.ts";
import { deleteChangesBefore } from "./address-changes-store.ts";
import { deletePendingBefore } from "./store.ts";
import { deleteTriesBefore } from "./tries-store.ts";

const day = 24 * 60 * 60_000;

/** How long a changed address is remembered: as long as what was mailed to it may still be heard of, or asked for. */
const formerAddressDays = 100;

/**
 * Removes requests that nobody confirmed within 30 days, changes of address that nobody answered in time, former
 * addresses of more than 100 days ago, and limit counters older than two days. Repeatable.
 */
export async function forgetUnconfirmed(ctx: Context): Promise<{ subscribers: number; counters: number }> {
  const now = ctx.clock.now().getTime();
  await deleteChangesBefore(ctx.db, new Date(now), new Date(now - formerAddressDays * day));
  return {
    subscribers: await deletePendingBefore(ctx.db, new Date(now - 30 * day)),
    counters: await deleteTriesBefore(ctx.db, new Date(now - 2 * day)),
  };
}
