import type { Context } from "../../context.ts";
import type { ReadAnswer } from "../mailers/read-answer.ts";
import { noteReading } from "./note-reply.ts";
import { acquireSendSlot } from "./send-gate.ts";

/**
 * Asks the provider one question, in the next place of the pace that digests share. A limit that its answer tells of holds
 * all requests of all workers, as one of a mail does.
 *
 * @param ask makes the one request.
 * @returns the answer; null while no request may leave, and in front of a local mailbox.
 */
export async function askProvider<T>(
  ctx: Context,
  ask: () => Promise<ReadAnswer<T>>,
): Promise<ReadAnswer<T> | null> {
  const slot = await acquireSendSlot(ctx, "digest");
  if (slot.kind !== "go" || slot.place === null) return null;
  const answer = await ask();
  await noteReading(ctx, slot.place, answer);
  return answer;
}
