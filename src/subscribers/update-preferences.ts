import { isDeepStrictEqual } from "node:util";
import { recordActByHand } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { endIdleness } from "./idle-readers-store.ts";
import type { Preferences } from "./preferences.ts";
import { changeSubscriber, lockSubscriber, type Subscriber } from "./store.ts";

export type UpdateInput = {
  subscriberId: string;
  preferences: Partial<Preferences>;
  /** `YYYY-MM-DD` pauses until that day, null ends a pause, nothing leaves it as it is. */
  pausedUntil?: string | null;
};

export type UpdateResult = { kind: "updated"; subscriber: Subscriber } | { kind: "gone" };

/** Saves a reader's choice; it rules every batch that is sealed from now on. Safe to repeat. */
export async function updatePreferences(ctx: Context, input: UpdateInput): Promise<UpdateResult> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx): Promise<UpdateResult> => {
    const locked = await lockSubscriber(tx, input.subscriberId);
    if (!locked) return { kind: "gone" };
    // Whoever chooses reads: a choice also ends the pause of a reader who had gone quiet.
    const subscriber = await endIdleness(tx, locked, now);
    const pause = pauseOf(subscriber, input.pausedUntil);
    const change = { ...input.preferences, ...pause, updatedAt: now };
    const updated = await changeSubscriber(tx, subscriber.id, [subscriber.state], change);
    const changed = updated ? changedFields(locked, updated) : [];
    if (changed.length > 0)
      await recordActByHand(tx, ctx, {
        verb: "subscriber.change",
        subject: subscriber.id,
        after: { changed },
      });
    return updated ? { kind: "updated", subscriber: updated } : { kind: "gone" };
  });
}

function changedFields(before: Subscriber, after: Subscriber): string[] {
  const former = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([name, value]) => name !== "updatedAt" && !isDeepStrictEqual(value, former.get(name)))
    .map(([name]) => name);
}

/** What a choice of a pause makes of a subscriber. Only who reads can pause: it neither confirms nor brings back anybody. */
export function pauseOf(
  subscriber: Pick<Subscriber, "state">,
  until: string | null | undefined,
): Partial<Pick<Subscriber, "state" | "pausedUntil">> {
  if (until === undefined || (subscriber.state !== "active" && subscriber.state !== "paused")) return {};
  return until === null ? { state: "active", pausedUntil: null } : { state: "paused", pausedUntil: until };
}
