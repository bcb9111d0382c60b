import type { Context } from "../../context.ts";
import { endIdleness } from "../../subscribers/idle-readers-store.ts";
import { lockSubscriber } from "../../subscribers/store.ts";
import { machineTeller } from "../feedback/engagement.ts";
import { engagementMark } from "../feedback/read-event.ts";
import { listAwake, listSingleMailClicks, type SingleMailClick } from "./idle-store.ts";

/**
 * Ends the asking, and the pause that came of it, of readers who have clicked, marked or chosen something since: what a
 * click tells comes by webhook, and a worker of the release before ends no asking. Safe to repeat, in many processes.
 *
 * @returns how many.
 */
export async function wakeReaders(ctx: Pick<Context, "db" | "clock">): Promise<number> {
  const awake = new Set([...(await listAwake(ctx.db)), ...clickers(await listSingleMailClicks(ctx.db))]);
  for (const id of awake) {
    await ctx.db.transaction(async (tx) => {
      const subscriber = await lockSubscriber(tx, id);
      if (subscriber) await endIdleness(tx, subscriber, ctx.clock.now());
    });
  }
  return awake.size;
}

/** Those of whom a person clicked in the mail that asks; programs that scan links do so too. */
function clickers(clicks: SingleMailClick[]): string[] {
  const readers = new Set(clicks.map(({ subscriberId }) => subscriberId));
  return [...readers].filter((id) => isByPerson(clicks.filter(({ subscriberId }) => subscriberId === id)));
}

function isByPerson(clicks: SingleMailClick[]): boolean {
  const marks = clicks.map(({ occurredAt, details }) =>
    engagementMark({ type: "email.clicked", occurredAt, details }),
  );
  const isMachine = machineTeller(marks, clicks[0]?.deliveredAt ?? null);
  return marks.some((mark) => !isMachine(mark));
}
