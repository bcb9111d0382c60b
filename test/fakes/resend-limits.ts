import type { Clock } from "../../src/clock.ts";

/** Instants within the last second, oldest first; in real time, as the vendor's limiter is. */
export class SlidingSecond {
  #times: number[] = [];
  #head = 0;

  /** Notes one event and answers how many there now are within one second, itself included. */
  add(nowMs: number): number {
    this.#times.push(nowMs);
    return this.count(nowMs);
  }

  count(nowMs: number): number {
    while (this.#head < this.#times.length && (this.#times[this.#head] ?? 0) <= nowMs - 1000) this.#head += 1;
    if (this.#head > 4096) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
    return this.#times.length - this.#head;
  }
}

/** Mails used of a calendar day's or month's allowance (UTC), on the fake's clock. */
export class MailQuota {
  #period = "";
  #used = 0;

  constructor(
    readonly span: "day" | "month",
    readonly allowance: number,
    private readonly clock: Clock,
  ) {}

  /** Takes `mails` of the allowance, all or none; else answers the seconds until the next period. */
  take(mails: number): { ok: true } | { ok: false; retryAfterSeconds: number } {
    const now = this.clock.now();
    const period = now.toISOString().slice(0, this.span === "day" ? 10 : 7);
    if (period !== this.#period) {
      this.#period = period;
      this.#used = 0;
    }
    if (this.#used + mails > this.allowance) {
      return { ok: false, retryAfterSeconds: Math.ceil((this.#nextPeriod(now) - now.getTime()) / 1000) };
    }
    this.#used += mails;
    return { ok: true };
  }

  #nextPeriod(now: Date): number {
    const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
    return this.span === "day" ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
  }
}
