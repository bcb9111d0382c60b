import { setTimeout as wait } from "node:timers/promises";

/** An answer that depends on whether an address is known takes this long, whatever was done for it. */
const evenAnswerMs = 60;

/** Holds back a quick answer. A slow one says only that the server was busy. */
export async function evenly<T>(work: Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work, wait(evenAnswerMs)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
