import type { Context } from "../src/context.ts";
import type { QueueName } from "../src/queues/contracts.ts";
import type { RungJob } from "../src/queues/inner-queues.ts";
import { definitions } from "./definitions.ts";

/** Does one job as its queue's worker does, in this process. */
export function runJob<N extends QueueName>(ctx: Context, { name, payload }: RungJob<N>): Promise<unknown> {
  return ctx.traces.begin(`process ${name}`, {}, () => definitions[name].process(ctx, payload), {
    kind: "internal",
  });
}
