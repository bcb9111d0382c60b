import type { Context } from "../context.ts";

/** As `keepLease`, for whatever `renew` holds until the instant that it is given. */
export async function holdLease<T>(
  { clock, config }: Pick<Context, "clock" | "config">,
  renew: (until: Date) => Promise<void>,
  work: (leasedUntil: () => Date) => Promise<T>,
): Promise<T> {
  const { leaseMs } = config.delivery;
  const leasedUntil = () => new Date(clock.now().getTime() + leaseMs);
  // A renewal that fails in an outage is not worth a word: the work itself meets the same outage.
  const timer = setInterval(() => renew(leasedUntil()).catch(() => {}), leaseMs / 3);
  try {
    return await work(leasedUntil);
  } finally {
    clearInterval(timer);
  }
}
