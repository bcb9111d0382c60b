import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { compareClocks, type GateMemory, sharedOf } from "./gate-memory.ts";
import { type Block, findGate, findOpenGate, openGate, type SeenGate, swapPace } from "./gate-store.ts";
import { type GatePace, limitOf, noteDeparture } from "./pace.ts";

/** What of the context the gate works with. */
export type GateContext = Pick<Context, "db" | "config" | "clock" | "gate">;

/** What a rule makes of the pace: null changes nothing. */
type Change<T> = { pace: GatePace | null; result: T };

type Changed<T> = { kind: "done"; result: T } | { kind: "blocked"; block: Block };

const longestPauseMs = 100;

/**
 * Changes the pace by a rule. The rule is asked by what this process saw last, and again whenever another has changed
 * the pace since, so that its last answer is the one that is written. What was heard of earlier requests is written
 * along.
 *
 * @param why a booking is refused while requests are blocked; news are always taken.
 * @param rule gets the pace and PostgreSQL's time; is asked once or more, and must do nothing else.
 */
export async function changePace<T>(
  ctx: GateContext,
  why: "booking" | "news",
  rule: (pace: GatePace, nowMs: number) => Change<T>,
): Promise<Changed<T>> {
  const memory = ctx.gate;
  const most = ctx.config.mail.resend.requestsPerSecond;
  for (let lost = 0; ; lost += 1) {
    if (lost > 1) {
      await wait(mostPauseMs(lost, memory.tripMs) * Math.random());
      // What was seen before the pause is not what the others have left since.
      memory.isFresh = false;
    }
    // A block may have been lifted since, by whom changes nothing else.
    const isKnown = memory.isFresh && memory.seen?.block === null;
    const seen = isKnown && memory.seen !== null ? memory.seen : await lookAtGate(ctx);
    const now = ctx.clock.now();
    if (why === "booking" && seen.block !== null && seen.block.until > now)
      return { kind: "blocked", block: seen.block };
    const heard = memory.heard;
    const nowMs = sharedOf(memory, performance.now());
    const noted = heard.reduce((pace, departure) => noteDeparture(pace, departure, most), seen.pace);
    const { pace, result } = rule(noted, nowMs);
    if (pace === null && heard.length === 0) return { kind: "done", result };
    const next = pace ?? noted;
    const { perSecond } = limitOf(next, most, nowMs);
    const askedAtMs = performance.now();
    const isBooking = why === "booking" && pace !== null;
    const swap = await swapPace(ctx.db, { seen, pace: next, perSecond, isBooking, now });
    if (swap === null) {
      await openGate(ctx.db);
      memory.isFresh = false;
      continue;
    }
    remember(memory, swap.found, askedAtMs);
    if (!swap.isWritten) continue;
    memory.seen = { ...swap.found, pace: next, revision: seen.revision + 1 };
    memory.heard = memory.heard.filter((one) => !heard.includes(one));
    return { kind: "done", result };
  }
}

/** Many who change the gate at once make room for each other, the longer the more often they have lost. */
function mostPauseMs(lost: number, tripMs: number): number {
  return Math.min(longestPauseMs, Math.max(1, tripMs) * 2 ** lost);
}

/** Reads the gate, and PostgreSQL's clock with it; one that is being read already is read once for all. */
export function lookAtGate(ctx: GateContext): Promise<SeenGate> {
  const memory = ctx.gate;
  memory.look ??= look(ctx).finally(() => {
    memory.look = null;
  });
  return memory.look;
}

async function look(ctx: GateContext): Promise<SeenGate> {
  const askedAtMs = performance.now();
  const seen = await findGate(ctx.db, ctx.clock.now());
  remember(ctx.gate, seen, askedAtMs);
  return seen;
}

/**
 * The same behind other statements of a transaction, whose round trip it shares, so that a request that leaves right
 * after them need not look by itself. One statement: the end of the transaction may follow before its answer is there.
 */
export async function lookAlong(ctx: GateContext, tx: Database): Promise<void> {
  const askedAtMs = performance.now();
  const seen = await findOpenGate(tx, ctx.clock.now());
  if (seen !== null) remember(ctx.gate, seen, askedAtMs);
}

function remember(memory: GateMemory, seen: SeenGate, askedAtMs: number): void {
  compareClocks(memory, seen.clockMs, askedAtMs, performance.now());
  memory.seen = seen;
  memory.seenAtMs = askedAtMs;
  memory.isFresh = true;
}
