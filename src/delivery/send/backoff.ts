const baseMs = 1_000;
const capMs = 5 * 60_000;
/** Full jitter may draw almost nothing; a provider in trouble is given at least this. */
const leastMs = 250;

/**
 * How long to wait before the next try: exponential with full jitter and a cap
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param failures tries of unknown outcome so far, from 1.
 * @param random a number from 0 to 1, exclusive.
 * @returns milliseconds.
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(failures, 20));
  return Math.max(leastMs, Math.floor(random * ceiling));
}
