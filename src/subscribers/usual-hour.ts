import { usualHour } from "../calendar/ready-hours.ts";
import type { Context } from "../context.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { type Preferences, usualPreferences } from "./preferences.ts";

type WithHour = Partial<Preferences> & Pick<Preferences, "hour">;

/** What a new reader chose, with the hour that is theirs where they chose none. */
export function withUsualHour(
  ctx: Pick<Context, "config">,
  chosen: Partial<Preferences>,
  now: Date,
): WithHour {
  return usualHours(ctx, now)(chosen);
}

/** The same for many at once: the hour of a zone is found once. */
export function usualHours(
  { config }: Pick<Context, "config">,
  now: Date,
): (chosen: Partial<Preferences>) => WithHour {
  const known = new Map<string, number>();
  return (chosen) => {
    const { timezone = usualPreferences.timezone, cadence = usualPreferences.cadence } = chosen;
    const place = `${cadence} ${timezone}`;
    const hour =
      chosen.hour ??
      known.get(place) ??
      usualHour(editionCadence[cadence], config.schedule.publishAt, timezone, now);
    if (chosen.hour === undefined) known.set(place, hour);
    return { ...chosen, hour };
  };
}
