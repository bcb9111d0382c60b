import type { Address } from "../../addresses/address.ts";
import { spellingsOf } from "../../addresses/spellings.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { keepPayloads, lockEventsNaming, lockUnreducedEvents } from "./events-store.ts";
import { readEvent } from "./read-event.ts";
import { reduceEvent } from "./reduce-event.ts";
import type { StoredEvent } from "./stored-event.ts";

const eventsAtOnce = 1_000;

/** What one run takes of a backlog: events from before this release, of which there may be millions. */
const mostSteps = 50;

/**
 * Reduces events that were applied and hold more than is kept: those of workers of the release before, and
 * those of no known delivery that can be recalled no more. In small steps, safe to repeat.
 *
 * @param recallableSince events of no known delivery that came before this instant get none any more.
 * @returns how many were reduced.
 */
export async function reduceEvents(
  ctx: Pick<Context, "db" | "addressKeys">,
  recallableSince: Date,
): Promise<number> {
  let total = 0;
  for (let step = 0; step < mostSteps; step += 1) {
    const count = await ctx.db.transaction(async (tx) => {
      const events = await lockUnreducedEvents(tx, recallableSince, eventsAtOnce);
      await reduce(ctx, tx, events, recallableSince);
      return events.length;
    });
    total += count;
    if (count < eventsAtOnce) break;
  }
  return total;
}

/**
 * Reduces the events that are kept as they were received and name an address in any spelling. Those that wait
 * to be applied keep its hash, and can be applied all the same.
 */
export async function reduceEventsNaming(
  ctx: Pick<Context, "db" | "addressKeys">,
  address: Pick<Address, "email" | "emailKey">,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await reduce(ctx, tx, await lockEventsNaming(tx, spellingsOf(address)), new Date(0));
  });
}

async function reduce(
  { addressKeys }: Pick<Context, "addressKeys">,
  tx: Database,
  events: StoredEvent[],
  recallableSince: Date,
): Promise<void> {
  await keepPayloads(
    tx,
    events.map((event) => ({
      id: event.id,
      ...reduceEvent(readEvent(event), addressKeys.current, recallableSince, event.appliedAt !== null),
    })),
  );
}
