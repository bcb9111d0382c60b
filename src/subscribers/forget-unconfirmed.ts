import type { Context } from "../context.ts";
import { deletePendingBefore } from "./store.ts";
import { deleteTriesBefore } from "./tries-store.ts";

const day = 24 * 60 * 60_000;

/** Removes requests that nobody confirmed within 30 days, and limit counters older than two days. Repeatable. */
export async function forgetUnconfirmed(ctx: Context): Promise<{ subscribers: number; counters: number }> {
  const now = ctx.clock.now().getTime();
  return {
    subscribers: await deletePendingBefore(ctx.db, new Date(now - 30 * day)),
    counters: await deleteTriesBefore(ctx.db, new Date(now - 2 * day)),
  };
}
