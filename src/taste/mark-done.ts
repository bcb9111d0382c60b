import type { Context } from "../context.ts";
import { updateDone } from "./reading-list-store.ts";

/** Notes that a reader has read a paper of their list, or has not after all. Safe to repeat: the first time counts. */
export async function markDone(
  { db, clock }: Pick<Context, "db" | "clock">,
  { subscriberId, paperId, isDone }: { subscriberId: string; paperId: string; isDone: boolean },
): Promise<void> {
  await updateDone(db, { subscriberId, paperId, doneAt: isDone ? clock.now() : null });
}
