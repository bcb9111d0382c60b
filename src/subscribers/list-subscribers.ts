import type { Context } from "../context.ts";
import { countSubscribers, findSubscribers, pageSubscribers, type SubscriberFilter } from "./pages-store.ts";
import type { ListedSubscriber } from "./store.ts";

export type ListInput = SubscriberFilter & {
  /** Default 50, at most 1000. */
  limit?: number;
  /** The `next` of the page before. */
  after?: string | null;
  /** How many match, where that is known; else they are counted. */
  total?: number | null;
  /** Of more matches than these only so many are counted; all unless said, which takes long of a million. */
  mostCounted?: number;
};

export type SubscriberPage = {
  subscribers: ListedSubscriber[];
  total: number;
  /** Whether more than `total` match. */
  isMore: boolean;
  next: string | null;
};

/** One page of subscribers in the order of their addresses; `total` counts all that match. */
export async function listSubscribers(ctx: Context, input: ListInput = {}): Promise<SubscriberPage> {
  const limit = Math.min(input.limit ?? 50, 1000);
  const { rows, count } = await findRows(ctx, input, limit + 1);
  const subscribers = rows.slice(0, limit);
  const { mostCounted = Number.POSITIVE_INFINITY, total = null } = input;
  const isMore = total === null && count > mostCounted;
  return {
    subscribers,
    total: isMore ? mostCounted : count,
    isMore,
    next: rows.length > limit ? (subscribers.at(-1)?.emailKey ?? null) : null,
  };
}

/** The first page comes with its count, so that all addresses are looked through once and not twice. */
async function findRows(
  { db, addressKeys }: Context,
  { after = null, total = null, mostCounted, ...filter }: ListInput,
  limit: number,
): Promise<{ rows: ListedSubscriber[]; count: number }> {
  const most = mostCounted === undefined ? null : mostCounted + 1;
  if (after === null && total === null && most !== null)
    return findSubscribers(db, addressKeys, filter, { limit, most: Math.max(limit, most) });
  const rows = await pageSubscribers(db, addressKeys, filter, { after, limit });
  if (total !== null) return { rows, count: total };
  const isAll = after === null && rows.length < limit;
  return { rows, count: isAll ? rows.length : await countSubscribers(db, filter, most) };
}
