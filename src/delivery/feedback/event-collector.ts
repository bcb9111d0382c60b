import type { Context } from "../../context.ts";
import { insertEvent, insertEvents } from "./events-store.ts";
import type { NewEvent } from "./stored-event.ts";

/** Keeps an event; true when it was not known. Resolves once it is committed. */
export type KeepEvent = (event: NewEvent) => Promise<boolean>;

type Waiting = { event: NewEvent; resolve(isNew: boolean): void; reject(error: unknown): void };

const mostAtOnce = 500;

/** The bell rings this long after the first event that waits, once for all that came until then. */
const ringAfterMs = 250;

/**
 * Keeps events as they come: those that arrive while a statement is under way go together into the next.
 * Each caller is answered when its own event is committed, so nothing that was answered can be lost.
 */
export function createEventCollector(ctx: Pick<Context, "db" | "log"> & RingingContext): KeepEvent {
  let waiting: Waiting[] = [];
  let isBusy = false;
  const ring = laterOnce(() => ringFeedback(ctx));
  const work = async () => {
    isBusy = true;
    while (waiting.length > 0) {
      const taken = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      if (await keepAll(ctx, taken)) ring();
    }
    isBusy = false;
  };
  return (event) =>
    new Promise((resolve, reject) => {
      waiting.push({ event, resolve, reject });
      if (!isBusy) void work();
    });
}

/** Whether any was new. One event that the database refuses does not take the others with it. */
async function keepAll({ db }: Pick<Context, "db">, taken: Waiting[]): Promise<boolean> {
  try {
    const fresh = await insertEvents(
      db,
      taken.map(({ event }) => event),
    );
    const isAnyNew = fresh.size > 0;
    // Of two with the same id in one statement the first is the new one.
    for (const { event, resolve } of taken) resolve(fresh.delete(event.id));
    return isAnyNew;
  } catch {
    const results = await Promise.all(
      taken.map(async ({ event, resolve, reject }) => {
        try {
          const isNew = await insertEvent(db, event);
          resolve(isNew);
          return isNew;
        } catch (error) {
          reject(error);
          return false;
        }
      }),
    );
    return results.some(Boolean);
  }
}

export type RingingContext = Pick<Context, "log"> & { queues: Pick<Context["queues"], "ring"> };

/** The provider is answered whether or not the queue hears it: what is stored is applied by the schedule at the latest. */
function ringFeedback(ctx: RingingContext): void {
  ctx.queues.ring("feedback", { isRung: true }).catch((error) => {
    ctx.log.warn({ reason: error.message }, "feedback waits for its schedule");
  });
}

function laterOnce(act: () => void): () => void {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    setTimeout(() => {
      isComing = false;
      act();
    }, ringAfterMs).unref();
  };
}
