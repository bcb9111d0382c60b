import { setTimeout as wait } from "node:timers/promises";
import { changePace, type GateContext } from "./change-pace.ts";
import { type Asking, type Booked, type GateMemory, localOf, newStopping } from "./gate-memory.ts";
import type { Block } from "./gate-store.ts";
import { bookSlot, type GatePace, returnSlot, type SendLane, type Slot } from "./pace.ts";

/** Workers that wait for the same instant ask one after the other. */
const mostStaggerMs = 3;

/** Books a place in a lane, behind the requests of this process that asked before in the same lane. */
export function bookPlace(
  ctx: GateContext,
  lane: SendLane,
  asked: Pick<Asking, "readyMs" | "missed">,
): Promise<Booked> {
  const line = ctx.gate.lines[lane];
  return new Promise((resolve, reject) => {
    line.push({ ...asked, resolve, reject });
    if (line.length === 1) void serve(ctx, lane, line);
  });
}

/** Timers may end a little early. Comes back at once when the process stops. */
export async function waitUntil(atMs: number, stopping: AbortSignal): Promise<void> {
  const leftMs = () => (stopping.aborted ? 0 : atMs - performance.now());
  for (let ms = leftMs(); ms > 0.3; ms = leftMs())
    await wait(ms, undefined, { signal: stopping }).catch((error) => {
      if (!stopping.aborted) throw error;
    });
}

/**
 * The process is about to stop: whoever waits for a place or has one that is yet to come, which at a low limit or after a
 * refusal may be minutes away, is sent away at once, and so is who asks for one.
 *
 * @returns lets requests ask again.
 */
export function stopBooking(memory: GateMemory): () => void {
  const { stopping } = memory;
  stopping.abort();
  return () => {
    if (memory.stopping === stopping) memory.stopping = newStopping();
  };
}

/** Serves a line until it is empty; what fails, fails for all who wait. */
async function serve(ctx: GateContext, lane: SendLane, line: Asking[]): Promise<void> {
  while (line.length > 0) {
    const { signal } = ctx.gate.stopping;
    if (signal.aborted) {
      for (const one of line.splice(0)) one.resolve({ kind: "stopped" });
      return;
    }
    try {
      const booked = await bookSome(ctx, lane, line);
      if (booked.kind === "blocked") for (const one of line.splice(0)) one.resolve(booked);
      else if (booked.slots.length > 0)
        for (const slot of booked.slots) line.shift()?.resolve({ kind: "slot", slot });
      else {
        await waitUntil(localOf(ctx.gate, booked.askAtMs) + mostStaggerMs * Math.random(), signal);
        // Others have booked meanwhile.
        ctx.gate.isFresh = false;
      }
    } catch (error) {
      for (const one of line.splice(0)) one.reject(error);
    }
  }
}

type BookedSome = { kind: "booked"; slots: Slot[]; askAtMs: number } | { kind: "blocked"; block: Block };

async function bookSome(ctx: GateContext, lane: SendLane, line: Asking[]): Promise<BookedSome> {
  const most = ctx.config.mail.resend.requestsPerSecond;
  const changed = await changePace(ctx, "booking", (seen, nowMs) => {
    const slots: Slot[] = [];
    let pace: GatePace = seen;
    for (const { readyMs, missed } of line) {
      const free = missed === null ? pace : returnSlot(pace, missed);
      const booking = bookSlot(free, { lane, most, nowMs, readyMs, isFurther: slots.length > 0 });
      if (booking.kind === "later")
        return { pace: slots.length > 0 ? pace : null, result: { slots, askAtMs: booking.askAtMs } };
      slots.push(booking.slot);
      pace = booking.pace;
    }
    return { pace, result: { slots, askAtMs: nowMs } };
  });
  return changed.kind === "blocked" ? changed : { kind: "booked", ...changed.result };
}
