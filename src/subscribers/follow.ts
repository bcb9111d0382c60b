import type { Context } from "../context.ts";
import { type Preferences, parsePreferences } from "./preferences.ts";
import { changeSubscriber, lockSubscriber } from "./store.ts";

/** What can be followed, by the preference that holds it. */
export const wishFields = ["topics", "keywords", "authors", "organizations"] as const;
export type WishField = (typeof wishFields)[number];

/** What a reader wishes to follow, as preferences keep it. */
export type Wishes = Partial<Pick<Preferences, WishField>>;

export type FollowInput = {
  subscriberId: string;
  field: WishField;
  /** What becomes of that list. */
  change: (wishes: string[]) => string[];
};

/**
 * Changes one list of what a reader follows; it rules every batch that is sealed from now on. Safe to repeat.
 *
 * @returns refused when the list would be too long, or holds what is no wish; then nothing changes.
 */
export async function changeWishes(
  ctx: Context,
  { subscriberId, field, change }: FollowInput,
): Promise<"changed" | "refused" | "gone"> {
  return ctx.db.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, subscriberId);
    if (!subscriber) return "gone";
    const parsed = parsePreferences({ [field]: change(subscriber[field]) });
    if (parsed.kind === "refused") return "refused";
    const changed = { ...parsed.preferences, updatedAt: ctx.clock.now() };
    await changeSubscriber(tx, subscriber.id, [subscriber.state], changed);
    return "changed";
  });
}

/** What somebody wishes to follow from the start, as a form or an address names it: what cannot be kept is left out. */
export function readWishes(all: (field: WishField) => string[]): Wishes {
  const wishes: Wishes = {};
  for (const field of wishFields) {
    const parsed = parsePreferences({ [field]: all(field).slice(0, mostWishes) });
    if (parsed.kind === "preferences" && (parsed.preferences[field]?.length ?? 0) > 0)
      Object.assign(wishes, parsed.preferences);
  }
  return wishes;
}

/** A link to the subscription names one or a few. */
const mostWishes = 5;
