import {
  bookSlot,
  type Departure,
  freshPace,
  type GatePace,
  noteDeparture,
  pausePace,
  type Slot,
  tellLimit,
} from "../../src/delivery/provider/pace.ts";
import type { Limiter } from "../fakes/rate-limiters.ts";

type SimulatedPace = {
  limiter: Limiter;
  workers: number;
  /** Requests that each worker may have in hand. */
  hands: number;
  /** Whether answers tell the limit. */
  isTold: boolean;
  most: number | null;
  seconds: number;
  random: () => number;
  /** How late a request arrives, in milliseconds. */
  lateMs: (random: () => number) => number;
  /** Called at each arrival, and may change what is simulated. */
  onArrival?: (nowMs: number) => void;
};

type Arrival = { atMs: number; isAdmitted: boolean };

/**
 * Workers that always have something to send, in simulated time: each books at the pace that all share, leaves a little
 * late now and then, arrives later, and hears of it. What an answer tells waits for its worker's next booking.
 */
export function simulatePace(given: SimulatedPace): { arrivals: Arrival[]; pace: GatePace } {
  const { random, most } = given;
  const startMs = 1_000_000;
  const endMs = startMs + 1_000 * given.seconds;
  const arrivals: Arrival[] = [];
  const agenda = new Agenda();
  let pace = freshPace(startMs);

  const send = (slot: Slot, done: (departure: Departure) => void) => {
    const leftMs = slot.slotMs + random() * 2 + (random() < 0.02 ? 15 : 0);
    agenda.add(leftMs + given.lateMs(random), (atMs) => {
      given.onArrival?.(atMs);
      const isAdmitted = given.limiter.admits(atMs);
      arrivals.push({ atMs, isAdmitted });
      const remaining = given.isTold ? given.limiter.remaining(atMs) : null;
      const waitMs = 1_000 * Math.ceil(Math.max(1, given.limiter.untilRoomMs(atMs)) / 1_000);
      agenda.add(atMs + 0.5 + random(), (answeredMs) => {
        if (given.isTold)
          pace = tellLimit(pace, { perSecond: given.limiter.perSecond(), from: "headers", atMs: answeredMs });
        if (!isAdmitted) pace = pausePace(pace, answeredMs + waitMs);
        done({ slot, leftMs, answeredMs, isLimited: !isAdmitted, remaining });
      });
    });
  };

  const runWorker = (beginMs: number) => {
    let heard: Departure[] = [];
    let free = given.hands;
    let isAsking = false;
    const ask = (nowMs: number) => {
      for (const departure of heard) pace = noteDeparture(pace, departure, most);
      heard = [];
      const booked = bookSlot(pace, { lane: "digest", most, nowMs, readyMs: 5, isFurther: false });
      isAsking = booked.kind === "later";
      if (booked.kind === "later") return agenda.add(booked.askAtMs + random(), ask);
      pace = booked.pace;
      free -= 1;
      send(booked.slot, (departure) => {
        heard.push(departure);
        free += 1;
        if (!isAsking) ask(departure.answeredMs ?? nowMs);
      });
      if (free > 0) {
        isAsking = true;
        agenda.add(nowMs + 1, ask);
      }
    };
    agenda.add(beginMs, ask);
  };

  for (let worker = 0; worker < given.workers; worker += 1) runWorker(startMs + 7 * worker);
  agenda.runUntil(endMs);
  return { arrivals, pace };
}

/** What happens when, in the order of time. */
class Agenda {
  #entries: { atMs: number; act: (nowMs: number) => void }[] = [];

  add(atMs: number, act: (nowMs: number) => void): void {
    const place = this.#entries.findLastIndex((one) => one.atMs <= atMs) + 1;
    this.#entries.splice(place, 0, { atMs, act });
  }

  runUntil(endMs: number): void {
    for (let next = this.#entries.shift(); next && next.atMs <= endMs; next = this.#entries.shift())
      next.act(next.atMs);
  }
}
