import type { Context } from "../src/context.ts";
import type { JobPayload, QueueName } from "../src/queues/contracts.ts";

/** What one BullMQ worker does: a payload in, one verb called, its result out. */
export type WorkerDefinition<N extends QueueName> = {
  name: N;
  /** Jobs at once in one process. */
  concurrency: number;
  process(ctx: Context, payload: JobPayload<N>): Promise<unknown>;
};
