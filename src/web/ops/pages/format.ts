/** A count with thin groups: 20,000. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** A UTC instant to the second, or a dash. */
export function formatInstant(instant: Date | null): string {
  return instant === null ? "–" : `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** As above without the zone, for tables. */
export function formatMoment(instant: Date | null): string {
  return instant === null ? "–" : instant.toISOString().slice(0, 19).replace("T", " ");
}

/** How long something takes, in the largest units: "2 h 5 min". */
export function formatSeconds(seconds: number, units: 1 | 2 = 2): string {
  if (seconds < 1) return "under 1 s";
  const whole = Math.round(seconds);
  const sizes: [string, number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  const parts: string[] = [];
  let left = whole;
  for (const [name, size] of sizes) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === units) break;
  }
  return parts.join(" ");
}

/** About how long ago an instant was: "3 min ago". */
export function formatAgo(instant: Date | null, now: Date): string {
  if (instant === null) return "never";
  const seconds = (now.getTime() - instant.getTime()) / 1000;
  return seconds < 1 ? "just now" : `${formatSeconds(seconds, 1)} ago`;
}

/** A share as a percentage with one digit. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`;
}
