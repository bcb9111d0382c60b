import { setImmediate as nextTurn } from "node:timers/promises";

/** Longest stretch of reading in one go; a process also answers readers, webhooks and its queue meanwhile. */
const stretchMs = 15;

/** Lets other work of the process have its turn when reading has gone on for a while; call it once a step. */
export function createBreath(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < stretchMs) return;
    await nextTurn();
    since = performance.now();
  };
}
