import type { Words } from "../../../../words/words.ts";
import type { Cadence } from "../../../calendar/periods.ts";

/** Where the feeds of a page's papers are, by path. */
export type FeedLinks = { title: string; atom: string; json: string };

/** The feeds of a cadence's editions. */
export function feedsOf(say: Words["say"], cadence: Cadence): FeedLinks {
  const query = cadence === "daily" ? "" : `?cadence=${cadence}`;
  return {
    title: say("site.feed.edition", { cadence }),
    atom: `/feed.xml${query}`,
    json: `/feed.json${query}`,
  };
}
