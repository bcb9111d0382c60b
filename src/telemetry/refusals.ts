/** What a process refuses from outside: told in its log, and counted for the watch. */
export type Refusals = {
  /** Logs one refusal, without whatever was sent; of a flood only the first ones in a minute. */
  note(kind: RefusalKind, reason: string): void;
  /** How many were refused since this was last asked, and begins anew. */
  take(kind: RefusalKind): number;
};

type RefusalKind = "webhook" | "log-in";

const windowMs = 60_000;
const mostLines = 20;

/**
 * Strangers cause these lines, so that their number must not be theirs to choose.
 *
 * @param elapsedMs milliseconds since any instant, by a clock that nobody sets.
 */
export function createRefusals(
  log: { warn(fields: object, message: string): void },
  elapsedMs: () => number = () => performance.now(),
): Refusals {
  const counts = { webhook: 0, "log-in": 0 };
  const window = { endsAtMs: Number.NEGATIVE_INFINITY, lines: 0, unsaid: 0 };
  return {
    note: (kind, reason) => {
      counts[kind] += 1;
      if (elapsedMs() >= window.endsAtMs) {
        if (window.unsaid > 0) log.warn({ count: window.unsaid }, "more was refused than is told one by one");
        Object.assign(window, { endsAtMs: elapsedMs() + windowMs, lines: 0, unsaid: 0 });
      }
      if (window.lines >= mostLines) {
        window.unsaid += 1;
        return;
      }
      window.lines += 1;
      log.warn({ reason }, `${kind} refused`);
    },
    take: (kind) => {
      const count = counts[kind];
      counts[kind] = 0;
      return count;
    },
  };
}
