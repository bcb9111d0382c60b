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
  return countedOn(state, today).asked < dailyLimit && (state.retryAt === null || state.retryAt <= now);
}

/**
 * What counts on a day. A process whose clock is behind at midnight counts on with the next day, which another has
 * begun: else both would begin their days anew in turn, and no limit would hold.
 */
export function countedOn({ day, asked }: Pick<EndpointState, "day" | "asked">, today: string) {
  return day >= today ? { day, asked } : { day: today, asked: 0 };
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
