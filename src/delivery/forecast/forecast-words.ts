import type { EditionForecast } from "./forecast-edition.ts";

/** How the warm-up parts the mails, as a sentence without a full stop; null where no cap holds. */
export function warmUpSentence({ warmUp }: Pick<EditionForecast, "warmUp">): string | null {
  if (warmUp === null) return null;
  const { day, days, cap, counted, today, later } = warmUp;
  return `Day ${day} of ${days} of the warm-up has room for ${cap} mails, of which ${counted} are taken: ${today} leave today (UTC), ${later} on later days`;
}

/** How far the numbers are estimated, as a sentence without a full stop; null when each reader was looked at. */
export function sampleSentence({ sample }: Pick<EditionForecast, "sample">): string | null {
  if (sample === null) return null;
  const points = (100 * sample.margin).toFixed(1);
  return `Estimated from ${sample.readers} readers of all hours; each share of readers is right within ${points} points in 19 of 20 cases`;
}
