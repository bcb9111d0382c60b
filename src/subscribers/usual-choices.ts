import { usualHour } from "../calendar/ready-hours.ts";
import type { Context } from "../context.ts";
import { editionCadence } from "../editions/readers-of.ts";
import { type Preferences, usualPreferences } from "./preferences.ts";

type WithUsual = Partial<Preferences> & Pick<Preferences, "hour" | "language">;

/** What a new reader chose, with the hour and the language that are theirs where they chose none. */
export function withUsualChoices(
  ctx: Pick<Context, "config" | "settings">,
  chosen: Partial<Preferences>,
  now: Date,
): WithUsual {
  return usualChoices(ctx, now)(chosen);
}

/** The same for many at once: the hour of a zone is found once, and one object of choices gives one object. */
export function usualChoices(
  { config, settings }: Pick<Context, "config" | "settings">,
  now: Date,
): (chosen: Partial<Preferences>) => WithUsual {
  const known = new Map<string, number>();
  const given = new WeakMap<Partial<Preferences>, WithUsual>();
  const { language } = settings.current().brand;
  return (chosen) => {
    const before = given.get(chosen);
    if (before) return before;
    const { timezone = usualPreferences.timezone, cadence = usualPreferences.cadence } = chosen;
    const place = `${cadence} ${timezone}`;
    const hour =
      chosen.hour ??
      known.get(place) ??
      usualHour(editionCadence[cadence], config.schedule.publishAt, timezone, now);
    if (chosen.hour === undefined) known.set(place, hour);
    const whole = { language, ...chosen, hour };
    given.set(chosen, whole);
    return whole;
  };
}
