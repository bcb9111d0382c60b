/** What is known of the endpoint. */
export type EndpointState = {
  /** The day (UTC) that `asked` counts. */
  day: string;
  asked: number;
  /** In a row. */
  failures: number;
  retryAt: Date | null;
};

const [firstPauseMs, longestPauseMs] = [60_000, 60 * 60_000];

/** Whether the endpoint may be asked at an instant: its day's limit is not used up, and no pause runs. */
export function mayAsk(state: EndpointState, today: string, dailyLimit: number, now: Date): boolean {
  const asked = state.day === today ? state.asked : 0;
  return asked < dailyLimit && (state.retryAt === null || state.retryAt <= now);
}

/**
 * For how long an endpoint is left alone that has failed so many times in a row: a minute, doubled each time, an
 * hour at most; as long as it asks for itself, within the same hour.
 *
 * @param retryAfterMs what its answer says, or null.
 */
export function pauseAfter(failures: number, retryAfterMs: number | null): number {
  const doubled = firstPauseMs * 2 ** Math.min(10, Math.max(0, failures - 1));
  return Math.min(longestPauseMs, Math.max(doubled, retryAfterMs ?? 0));
}
