import type { Clock } from "../clock.ts";

const lookEveryMs = 250;

/** Runs work with a signal that is aborted when so much time has passed on the clock; the work ends itself then. */
export async function withTimeLimit<T>(
  clock: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const until = clock.now().getTime() + limitMs;
  const limit = new AbortController();
  const timer = setInterval(() => {
    if (clock.now().getTime() >= until) limit.abort();
  }, lookEveryMs);
  try {
    return await work(limit.signal);
  } finally {
    clearInterval(timer);
  }
}
