import type { Context } from "../../context.ts";
import type { ReadAnswer } from "../mailers/read-answer.ts";
import { noteReading } from "./note-reply.ts";
import { acquireSendSlot } from "./send-gate.ts";

/**
 * The answer to a question, or why none was asked: no request may leave, or stands before a local mailbox (`blocked`), or
 * the process is about to stop (`stopped`).
 */
export type ProviderAnswer<T> = ReadAnswer<T> | { kind: "blocked" } | { kind: "stopped" };

/**
 * Asks the provider one question, in the next place of the pace that digests share. A limit that its answer tells of holds
 * all requests of all workers, as one of a mail does.
 *
 * @param ask makes the one request.
 */
export async function askProvider<T>(
  ctx: Context,
  ask: () => Promise<ReadAnswer<T>>,
): Promise<ProviderAnswer<T>> {
  const slot = await acquireSendSlot(ctx, "digest");
  if (slot.kind === "stopped") return slot;
  if (slot.kind !== "go" || slot.place === null) return { kind: "blocked" };
  const answer = await ask();
  await noteReading(ctx, slot.place, answer);
  return answer;
}
