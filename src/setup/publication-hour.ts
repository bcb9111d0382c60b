const minuteMs = 60_000;

/** The cron pattern (UTC) of an hour by the clock of a zone, as that stands at an instant. */
export function publishPatternOf(hour: number, timezone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(now);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  const aheadMinutes = local / minuteMs - Math.floor(now.getTime() / minuteMs);
  const utc = (((hour * 60 - aheadMinutes) % 1440) + 1440) % 1440;
  return `${utc % 60} ${Math.floor(utc / 60)} * * *`;
}
