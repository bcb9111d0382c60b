import { Resend } from "resend";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { readAnswer, type VendorReply } from "../mailers/read-answer.ts";
import { noteReading } from "../provider/note-reply.ts";
import { acquireSendSlot } from "../provider/send-gate.ts";

/** Why reading ends before its end; `unreadable` when answers are of another shape or lead nowhere. */
export type EndOfReading = "budget" | "later" | "refused" | "unreadable";

/** Thrown to end a reading; what was fetched until then is kept. */
export class ReadingEndedError extends Error {
  constructor(readonly why: EndOfReading) {
    super(`reading ended: ${why}`);
  }
}

type Question = (resend: Resend, options: { signal: AbortSignal }) => Promise<VendorReply>;

export type ProviderReader = {
  /**
   * Asks one question; null when the provider knows no such thing, or says nothing of it that can be read.
   *
   * @throws {ReadingEndedError} when requests are used up, the provider cannot be asked now, or refuses.
   */
  ask<T>(question: Question, schema: z.ZodType<T>): Promise<T | null>;
  /** Lets no more than so many requests follow. */
  allow(requests: number): void;
  /** Requests made so far. */
  requests(): number;
};

/** A limit that asks for a longer wait than this ends the reading. */
const longestWaitMs = 60_000;

/**
 * Reads at the provider within the pace that all requests share, when nothing is to be sent.
 *
 * @param charge writes down, before a request leaves, how many there are with it; false ends the reading.
 */
export function createProviderReader(
  ctx: Context,
  charge: (requests: number) => Promise<boolean>,
): ProviderReader {
  const { apiKey, baseUrl, requestTimeoutMs } = ctx.config.mail.resend;
  const resend = new Resend(apiKey ?? undefined, { baseUrl });
  let requests = 0;
  let mostRequests = 0;
  return {
    allow: (more) => {
      mostRequests = requests + more;
    },
    requests: () => requests,
    ask: async (question, schema) => {
      for (;;) {
        if (requests >= mostRequests) throw new ReadingEndedError("budget");
        const slot = await acquireSendSlot(ctx, "reading", () => charge(requests + 1));
        if (slot.kind !== "go") throw new ReadingEndedError("later");
        requests += 1;
        const answer = readAnswer(
          await question(resend, { signal: AbortSignal.timeout(requestTimeoutMs) }),
          schema,
        );
        await noteReading(ctx, slot.place, answer);
        if (answer.kind === "read") return answer.value;
        if (answer.kind === "unknown" || answer.kind === "unreadable") return null;
        if (answer.kind !== "limited") throw new ReadingEndedError(answer.kind);
        // The gate holds all requests until then, and this one with them.
        if (answer.retryAfterMs > longestWaitMs) throw new ReadingEndedError("later");
      }
    },
  };
}
