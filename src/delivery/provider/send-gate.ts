import type { Context } from "../../context.ts";
import type { BlockReason, Trouble } from "../codes.ts";
import { bookPlace, waitUntil } from "./book-places.ts";
import { changePace, type GateContext, lookAtGate } from "./change-pace.ts";
import { localOf } from "./gate-memory.ts";
import type { Block } from "./gate-store.ts";
import { returnSlot, type SendLane, type Slot } from "./pace.ts";

export type SendSlot =
  /** `place` is null in front of a local mailbox, which has no pace. */
  | { kind: "go"; place: TakenPlace | null }
  | { kind: "blocked"; until: Date; trouble: Trouble<BlockReason> }
  /** The process is about to stop: another one may make the request at once. */
  | { kind: "stopped" }
  /** The caller itself said no when the slot was booked. */
  | { kind: "declined" };

/** A place in the pace, and when its request left (`performance.now()`). */
export type TakenPlace = { slot: Slot; leftAtMs: number };

/** What a digest writes down before its request leaves takes about this long. */
const beginMs = 8;

/**
 * A request that was held up for longer misses its slot. One that is less late is counted from when it left, which its
 * answer tells long before it matters.
 */
const mostLateMs = 100;

/** On a machine that is always late a slot is taken all the same, after this many that were missed. */
const mostMissed = 3;

/** What holds up a request once is reckoned with when it books again, up to here. */
const mostHeldUpMs = 500;

/** A request whose process saw the gate earlier than this before its slot looks once more whether all wait. */
const trustedMs = 25;
const [leastLookMs, mostLookMs] = [5, 60];

/**
 * Waits until the next request may leave, at the pace that all workers share, and books it. Comes back at
 * once when requests are blocked (a quota, a refused key) and when the process stops. Local mailboxes have no pace.
 *
 * @param begin what is written down before a request leaves; done once, in the time that is waited for the
 *   slot, so that the request leaves just then. When it says no, nothing leaves.
 */
export async function acquireSendSlot(
  ctx: GateContext & Pick<Context, "mailer">,
  lane: SendLane,
  begin: (() => Promise<boolean>) | null = null,
): Promise<SendSlot> {
  let toBegin = begin;
  if (ctx.mailer.name === "outbox")
    return toBegin === null || (await toBegin()) ? { kind: "go", place: null } : { kind: "declined" };
  let missed: Slot | null = null;
  let heldUpMs = 0;
  for (let misses = 0; ; misses += 1) {
    const readyMs = (toBegin === null ? 1 : beginMs) + ctx.gate.tripMs + heldUpMs;
    const booked = await bookPlace(ctx, lane, { readyMs, missed });
    if (booked.kind === "stopped") return booked;
    if (booked.kind === "blocked") return blockedBy(booked.block);
    if (toBegin !== null && !(await toBegin())) {
      await giveBack(ctx, booked.slot);
      return { kind: "declined" };
    }
    toBegin = null;
    const barred = await waitFor(ctx, booked.slot);
    if (barred !== null) {
      await giveBack(ctx, booked.slot);
      return barred;
    }
    const leftAtMs = performance.now();
    const lateMs = leftAtMs - localOf(ctx.gate, booked.slot.slotMs);
    if (lateMs <= mostLateMs || misses >= mostMissed)
      return { kind: "go", place: { slot: booked.slot, leftAtMs } };
    missed = booked.slot;
    heldUpMs = Math.min(lateMs, mostHeldUpMs);
  }
}

/** Waits for a slot; a block that was laid since it was booked ends that, and so does a stop of the process. */
async function waitFor(ctx: GateContext, slot: Slot): Promise<SendSlot | null> {
  const { signal } = ctx.gate.stopping;
  const slotAtMs = localOf(ctx.gate, slot.slotMs);
  const isSeenBy = (atMs: number) => ctx.gate.seenAtMs > atMs - trustedMs;
  if (!isSeenBy(slotAtMs)) {
    const lookMs = Math.min(mostLookMs, Math.max(leastLookMs, 2 * ctx.gate.tripMs));
    await waitUntil(slotAtMs - lookMs, signal);
    // Others of this process look too.
    if (!signal.aborted && !isSeenBy(performance.now())) await lookAtGate(ctx);
  }
  if (ctx.gate.seen?.block) return blockedBy(ctx.gate.seen.block);
  await waitUntil(localOf(ctx.gate, slot.slotMs), signal);
  return signal.aborted ? { kind: "stopped" } : null;
}

async function giveBack(ctx: GateContext, slot: Slot): Promise<void> {
  await changePace(ctx, "news", (pace) => ({ pace: returnSlot(pace, slot), result: null }));
}

function blockedBy({ until, code, words }: Block): SendSlot {
  return { kind: "blocked", until, trouble: { code, words, facts: null } };
}
