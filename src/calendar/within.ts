import pTimeout, { TimeoutError } from "p-timeout";

/**
 * Gives work a time limit; the work itself goes on behind it, its failure unheard.
 *
 * @param lateError what is thrown when the time is over.
 * @throws {TimeoutError} by that name, as an aborted request's, unless another error is given.
 */
export function within<T>(
  timeoutMs: number,
  work: Promise<T>,
  lateError: () => Error = () => new TimeoutError("no answer in time"),
): Promise<T> {
  return pTimeout(work, {
    milliseconds: timeoutMs,
    fallback: () => {
      throw lateError();
    },
  });
}
