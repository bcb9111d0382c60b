import pRetry from "p-retry";
import { isDatabaseOutage } from "../../db/client.ts";

/**
 * Repeats a step that failed because the database was away, for about half a minute. Without it the
 * answer that a worker holds in its hand would be asked for again.
 */
export function retryOutage<T>(step: () => Promise<T>): Promise<T> {
  return pRetry(step, {
    retries: 8,
    minTimeout: 100,
    maxTimeout: 8_000,
    randomize: true,
    shouldRetry: ({ error }) => isDatabaseOutage(error),
  });
}
