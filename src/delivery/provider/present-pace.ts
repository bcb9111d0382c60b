import type { Context } from "../../context.ts";
import { findGate } from "./gate-store.ts";
import { type LimitSource, limitOf, steadyPerSecond } from "./pace.ts";

/** The pace at which requests leave now. */
export type PresentPace = {
  /** How many requests a second the limit allows, and how many leave of a send that is under way. */
  limitPerSecond: number;
  steadyPerSecond: number;
  from: LimitSource;
  /** When the provider told the limit, or refused requests; null when it did neither. */
  at: Date | null;
};

/** The present pace; null where mails stay in the local mailbox. */
export async function findPace(ctx: Pick<Context, "db" | "config" | "clock">): Promise<PresentPace | null> {
  const { transport, resend } = ctx.config.mail;
  if (transport === "outbox") return null;
  const { pace, clockMs } = await findGate(ctx.db, ctx.clock.now());
  const { perSecond, from } = limitOf(pace, resend.requestsPerSecond, clockMs);
  const told = { usage: pace.told, headers: pace.told, refusals: pace.slowed, setting: null, usual: null };
  const atMs = told[from]?.atMs ?? null;
  return {
    limitPerSecond: perSecond,
    steadyPerSecond: steadyPerSecond(perSecond),
    from,
    at: atMs === null ? null : new Date(atMs),
  };
}

const sources: Record<LimitSource, string> = {
  usage: "as the provider says of the account",
  headers: "as the provider's answers say",
  refusals: "lowered since the provider refused more",
  setting: "the most that RESEND_REQUESTS_PER_SECOND allows",
  usual: "since neither the provider nor RESEND_REQUESTS_PER_SECOND says more",
};

/** The limit and where it is from: `10 requests a second, as the provider's answers say`. */
export function paceSentence({ limitPerSecond, from }: Pick<PresentPace, "limitPerSecond" | "from">): string {
  const figure = Number(limitPerSecond.toPrecision(3));
  return `${figure} ${figure === 1 ? "request" : "requests"} a second, ${sources[from]}`;
}
