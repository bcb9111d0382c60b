import type { Context } from "../../context.ts";

/** Rings the dispatcher. A queue that does not answer is no failure: the dispatcher looks by itself every half minute. */
export async function ringDispatch({ queues, log }: Pick<Context, "queues" | "log">): Promise<void> {
  await queues
    .ring("dispatch", {})
    .catch((error) =>
      log.warn(
        { reason: error.message },
        "the dispatcher could not be rung; it looks by itself every half minute",
      ),
    );
}
