import type { Context } from "../context.ts";
import { countSubscribers, pageSubscribers, type SubscriberFilter } from "./pages-store.ts";
import type { ListedSubscriber } from "./store.ts";

export type ListInput = SubscriberFilter & {
  /** Default 50, at most 1000. */
  limit?: number;
  /** The `next` of the page before. */
  after?: string | null;
  /** How many match, where that is known; else they are counted. */
  total?: number | null;
};

export type SubscriberPage = { subscribers: ListedSubscriber[]; total: number; next: string | null };

/** One page of subscribers in the order of their addresses; `total` counts all that match. */
export async function listSubscribers(ctx: Context, input: ListInput = {}): Promise<SubscriberPage> {
  const limit = Math.min(input.limit ?? 50, 1000);
  const rows = await pageSubscribers(ctx.db, ctx.addressKeys, input, {
    after: input.after ?? null,
    limit: limit + 1,
  });
  const subscribers = rows.slice(0, limit);
  const isAll = !input.after && rows.length <= limit;
  return {
    subscribers,
    total: input.total ?? (isAll ? rows.length : await countSubscribers(ctx.db, input)),
    next: rows.length > limit ? (subscribers.at(-1)?.emailKey ?? null) : null,
  };
}
