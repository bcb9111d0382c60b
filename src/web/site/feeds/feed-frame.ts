import type { Words } from "../../../../words/words.ts";
import { logoPath } from "../../../brand/logo-path.ts";
import { dayOf } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { basePathOf } from "../../http/base-path.ts";
import type { Feed, FeedEntry } from "./feed.ts";

/** What every feed of the site says of itself. */
export function feedFrame(
  { config, settings }: Pick<Context, "config" | "settings">,
  { language, say }: Words,
): Pick<Feed, "language" | "author" | "subtitle" | "logoUrl"> {
  const { tagline, logo } = settings.current().brand;
  const logoUrl = logo === null ? null : config.site.publicUrl + logoPath(logo);
  return { language, author: say("site.frame.name"), subtitle: tagline, logoUrl };
}

/** A name that stays when addresses change (RFC 4151). */
export function feedTag(publicUrl: string, path: string): string {
  const below = basePathOf(publicUrl).slice(1);
  return `tag:${new URL(publicUrl).hostname},2026:${below === "" ? "" : `${below}/`}${path}`;
}

/** The epoch when there is none. */
export function latestOf(times: (Date | undefined)[]): Date {
  return new Date(Math.max(0, ...times.map((time) => time?.getTime() ?? 0)));
}

/** When the newest entry changed; of a feed without any the beginning of the day (UTC), since it is empty as of today. */
export function changedAt({ clock }: Pick<Context, "clock">, entries: FeedEntry[]): Date {
  if (entries.length > 0) return latestOf(entries.map(({ updatedAt }) => updatedAt));
  return new Date(`${dayOf(clock.now())}T00:00:00Z`);
}
