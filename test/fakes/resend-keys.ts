import type { Clock } from "../../src/clock.ts";

/** An answer that is kept, to be given again. */
export type KeptAnswer = { status: number; body: string };

type Entry = { bodyHash: string; answer: KeptAnswer | null; sinceMs: number };

export type KeyState =
  | { kind: "free" }
  | { kind: "replay"; answer: KeptAnswer }
  | { kind: "other-body" }
  | { kind: "in-flight" };

/** The vendor's memory of idempotency keys: 24 hours from the first acceptance, on the fake's clock. */
export class IdempotencyKeys {
  static readonly lifeMs = 24 * 3_600_000;
  #entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  look(key: string, bodyHash: string): KeyState {
    const entry = this.#entries.get(key);
    if (!entry) return { kind: "free" };
    if (entry.answer && this.clock.now().getTime() - entry.sinceMs >= IdempotencyKeys.lifeMs) {
      this.#entries.delete(key);
      return { kind: "free" };
    }
    if (entry.answer === null) return { kind: "in-flight" };
    return entry.bodyHash === bodyHash ? { kind: "replay", answer: entry.answer } : { kind: "other-body" };
  }

  begin(key: string, bodyHash: string): void {
    this.#entries.set(key, { bodyHash, answer: null, sinceMs: this.clock.now().getTime() });
  }

  /** Keeps the answer of an accepted request. */
  keep(key: string, answer: KeptAnswer): void {
    const entry = this.#entries.get(key);
    if (entry) this.#entries.set(key, { ...entry, answer, sinceMs: this.clock.now().getTime() });
  }

  /** Forgets a request that ended without acceptance; what was kept stays. */
  release(key: string): void {
    if (this.#entries.get(key)?.answer === null) this.#entries.delete(key);
  }
}
