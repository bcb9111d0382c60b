import type { Context } from "../../context.ts";
import { isReposAskDue } from "./store.ts";

/** BullMQ may lose a job from its line and keep its id, which would refuse every new ring: so ids change this often. */
const ringLifeMs = 30_000;

/** Rings where a paper waits for what cites it, and a request may be made. Safe to repeat. */
export async function ringCitingRepos(
  { db, queues, config }: Pick<Context, "db" | "queues" | "config">,
  now: Date,
): Promise<void> {
  if (!(await isReposAskDue(db, config.sources.reposDailyLimit, now))) return;
  await queues.ring("repos", {}, { jobId: `repos-${Math.floor(now.getTime() / ringLifeMs)}` });
}
