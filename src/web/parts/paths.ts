import type { DayFilter } from "../../browse/day-filter.ts";
import type { Comparison } from "../../browse/moves.ts";
import { nameKey } from "../../browse/name-key.ts";
import type { TrendingWindow } from "../../browse/trending.ts";
import type { Cadence } from "../../calendar/periods.ts";
import { findTopic } from "../../papers/topics.ts";

/** Path of a paper's page; old identifiers hold a slash, which stays one. */
export function paperPath(id: string): string {
  return `/papers/${id.split("/").map(encodeURIComponent).join("/")}`;
}

/** Path of an edition's page, or of the list that still runs. `period` is as `parsePeriod` reads it. */
export function editionPath(cadence: Cadence, period: string): string {
  return `/editions/${cadence}/${encodeURIComponent(period)}`;
}

/** Path of the calendar of all editions; null for that of the latest year. */
export function archivePath(year: string | null): string {
  return year === null ? "/archive" : `/archive?year=${encodeURIComponent(year)}`;
}

/** Path of a page, from 1, of the papers of a day that a filter lets through. */
export function filteredDayPath(day: string, { topic, with: wanted }: DayFilter, page = 1): string {
  const pairs: [string, string][] = [
    ["topic", topic ?? ""],
    ...wanted.map((extra): [string, string] => ["with", extra]),
    ["page", page === 1 ? "" : String(page)],
  ];
  const query = new URLSearchParams(pairs.filter(([, value]) => value !== "")).toString();
  return editionPath("daily", day) + (query === "" ? "" : `?${query}`);
}

/** Path of the day that runs, with who moved since the look before, or since the day's first. */
export function todayPath(since: Comparison): string {
  return since === "look" ? "/today" : `/today?since=${since}`;
}

/** Path of what gains votes now, over the last day unless said. */
export function trendingPath(window: TrendingWindow = "day"): string {
  return window === "day" ? "/trending" : `/trending?over=${window}`;
}

/** Path of the page of an arXiv category or archive; null for what arXiv's list does not know. */
export function topicPath(id: string): string | null {
  const topic = findTopic(id);
  return topic === null ? null : `/topics/${encodeURIComponent(topic.id)}`;
}

/**
 * Path of a keyword's page; null for a keyword without a letter or a digit. All three are made of a name's key, which
 * holds no dot, slash or percent: no name leads out of its folder.
 */
export function keywordPath(keyword: string): string | null {
  return pathOfName("keywords", keyword);
}

export function organizationPath(name: string): string | null {
  return pathOfName("organizations", name);
}

export function authorPath(name: string): string | null {
  return pathOfName("authors", name);
}

function pathOfName(folder: string, name: string): string | null {
  const key = nameKey(name);
  return key === "" ? null : `/${folder}/${encodeURIComponent(key)}`;
}
