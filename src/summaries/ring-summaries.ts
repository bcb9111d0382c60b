import type { Context } from "../context.ts";
import { isAskDue } from "./store.ts";

/** BullMQ may lose a job from its line and keep its id, which would refuse every new ring: so ids change this often. */
const ringLifeMs = 30_000;

/** Rings where a paper waits for a model's sentence and a request may be made. Safe to repeat. */
export async function ringSummaries(
  { db, queues, config }: Pick<Context, "db" | "queues" | "config">,
  now: Date,
): Promise<void> {
  if (config.summaries === null || !(await isAskDue(db, config.summaries.dailyLimit, now))) return;
  await queues.ring("summaries", {}, { jobId: `summaries-${Math.floor(now.getTime() / ringLifeMs)}` });
}
