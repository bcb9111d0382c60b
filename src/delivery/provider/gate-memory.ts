import { setMaxListeners } from "node:events";
import type { Block, SeenGate } from "./gate-store.ts";
import type { Departure, SendLane, Slot } from "./pace.ts";

/** What one process remembers of the gate between its requests. Losing it costs a statement. */
export type GateMemory = {
  /** The gate as this process saw or left it last. */
  seen: SeenGate | null;
  /** When that was (`performance.now()`, before the statement left). */
  seenAtMs: number;
  /** Whether what was seen is worth deciding by: else the gate is read first. */
  isFresh: boolean;
  /** The look that is under way. */
  look: Promise<SeenGate> | null;
  /** What became of requests, to be written with the next one. */
  heard: Departure[];
  /** PostgreSQL's clock, in milliseconds, less `performance.now()`; null before the first look. */
  offset: ClockOffset | null;
  /** How long a statement has taken lately, in milliseconds. */
  tripMs: number;
  /** Requests of this process that wait for a place, by lane: one look books for as many as there is room for. */
  lines: Record<SendLane, Asking[]>;
  /** Its signal tells them that the process stops. */
  stopping: AbortController;
};

export type Booked = { kind: "slot"; slot: Slot } | { kind: "blocked"; block: Block } | { kind: "stopped" };

/** A request that asks for a place. */
export type Asking = {
  /** It cannot leave sooner than after this. */
  readyMs: number;
  /** The place that it has missed. */
  missed: Slot | null;
  resolve(booked: Booked): void;
  reject(error: unknown): void;
};

type ClockOffset = { ms: number; tripMs: number; takenAtMs: number };

/** How far clocks run apart, in milliseconds of each: a comparison is as uncertain as its round trip was long, and as this. */
const drift = 0.0002;

/** How much the last statement says of how long the next one takes. */
const newShare = 0.3;

export function createGateMemory(): GateMemory {
  return {
    seen: null,
    seenAtMs: Number.NEGATIVE_INFINITY,
    isFresh: false,
    look: null,
    heard: [],
    offset: null,
    tripMs: 0,
    lines: { notice: [], digest: [], reading: [] },
    stopping: newStopping(),
  };
}

/** As many may wait for it as there are requests. */
export function newStopping(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}

/**
 * Compares clocks by an answer of PostgreSQL, which read its own somewhere within the round trip. All instants of one
 * process are carried over by one comparison, so that an error of it moves them alike.
 */
export function compareClocks(memory: GateMemory, clockMs: number, askedAtMs: number, nowMs: number): void {
  const tripMs = nowMs - askedAtMs;
  memory.tripMs += newShare * (tripMs - memory.tripMs);
  const ms = clockMs - (askedAtMs + nowMs) / 2;
  const { offset } = memory;
  const isOff = offset !== null && Math.abs(offset.ms - ms) > offset.tripMs + tripMs;
  if (offset === null || isOff || tripMs <= offset.tripMs + 2 * drift * (nowMs - offset.takenAtMs))
    memory.offset = { ms, tripMs, takenAtMs: nowMs };
}

/** An instant of `performance.now()` by PostgreSQL's clock, once the clocks were compared. */
export function sharedOf({ offset }: GateMemory, localMs: number): number {
  return localMs + (offset?.ms ?? 0);
}

/** The reverse. */
export function localOf({ offset }: GateMemory, sharedMs: number): number {
  return sharedMs - (offset?.ms ?? 0);
}
