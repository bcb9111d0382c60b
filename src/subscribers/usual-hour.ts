import { usualHour } from "../calendar/ready-hours.ts";
import type { Context } from "../context.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { type Preferences, usualPreferences } from "./preferences.ts";

/** What a new reader chose, with the hour that is theirs where they chose none. */
export function withUsualHour(
  { config }: Pick<Context, "config">,
  chosen: Partial<Preferences>,
  now: Date,
): Partial<Preferences> & Pick<Preferences, "hour"> {
  if (chosen.hour !== undefined) return { ...chosen, hour: chosen.hour };
  const { timezone = usualPreferences.timezone, cadence = usualPreferences.cadence } = chosen;
  return { ...chosen, hour: usualHour(editionCadence[cadence], config.schedule.publishAt, timezone, now) };
}
