import type { EditionForecast } from "./forecast-edition.ts";

/** How the warm-up parts the mails, as a sentence without a full stop; null where no cap holds. */
export function warmUpSentence({ warmUp }: Pick<EditionForecast, "warmUp">): string | null {
  if (warmUp === null) return null;
  const { day, days, cap, counted, today, later } = warmUp;
  const [room, taken, now, then] = [cap, counted, today, later].map((count) => count.toLocaleString("en"));
  return `Day ${day} of ${days} of the warm-up has room for ${room} mails, of which ${taken} are taken: ${now} leave today (UTC), ${then} on later days`;
}

/** How far the numbers are estimated, as a sentence without a full stop; null when each reader was looked at. */
export function sampleSentence({ sample }: Pick<EditionForecast, "sample">): string | null {
  if (sample === null) return null;
  const points = (100 * sample.margin).toFixed(1);
  return `Estimated from ${sample.readers.toLocaleString("en")} readers of all hours; each share of readers is right within ${points} points in 19 of 20 cases`;
}
