import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "../../src/clock.ts";
import { type ArxivPaper, inventPaper } from "./arxiv-invented.ts";
import { oaiAnswer } from "./arxiv-oai-xml.ts";
import {
  type Announcement,
  type AnnounceType,
  announcementFeed,
  errorFeed,
  queryFeed,
  rssFeed,
} from "./arxiv-xml.ts";
import { listen } from "./http-fake.ts";
import { seedOf } from "./seeded-random.ts";
import { FaultySource, type SourceAnswer, type SourceFault, type SourceRequest } from "./source-faults.ts";

/** A paper of the day's announcements; `new` is shown as `cross` in the feeds of its secondary categories. */
type AnnouncedPaper = { type: "new" | "replace" | "absonly"; paper: ArxivPaper };

export type FakeArxivOptions = {
  /** 0 takes a free port. */
  port?: number;
  papers?: ArxivPaper[];
  announced?: AnnouncedPaper[];
  /** Invents a paper for every well-formed id that is not known, and announcements when none are given. */
  any?: boolean;
  /** Ids that stay unknown even so. */
  unknownIds?: string[];
  /** Records on a page of OAI-PMH. */
  oaiPageSize?: number;
  /** Dates the answers; on its Saturdays and Sundays nothing is announced. */
  clock?: Clock;
};

export type FakeArxiv = {
  url: string;
  port: number;
  requests: SourceRequest[];
  /** Greatest number of requests that were open at once; arXiv's terms allow one. */
  maxConcurrent(): number;
  /** Least time between the starts of two successive requests; arXiv's terms ask for 3000. */
  minSpacingMs(): number;
  /** Adds papers or replaces those of the same id. */
  setPapers(papers: ArxivPaper[]): void;
  setAnnounced(announced: AnnouncedPaper[]): void;
  failNext(times: number, fault: SourceFault): void;
  /** From now on the query API says that it is asked too often (429), or answers again; OAI-PMH and feeds do not care. */
  setRefusing(isRefusing: boolean, retryAfterSeconds?: number): void;
  close(): Promise<void>;
};

type Shelf = {
  papers: Map<string, ArxivPaper>;
  announced: AnnouncedPaper[];
  options: FakeArxivOptions;
  now: Date;
  refusal: { retryAfterSeconds: number | undefined } | null;
};

/**
 * Answers `GET /api/query` by id list, the announcements `/rss/:categories` and `/atom/:categories`, and OAI-PMH at
 * `/oai`, as arXiv does: ten results unless asked for more, unknown ids left out, a malformed id refused with the
 * Error entry.
 */
export async function startFakeArxiv(options: FakeArxivOptions = {}): Promise<FakeArxiv> {
  const clock = options.clock ?? systemClock;
  const papers = new Map((options.papers ?? []).map((paper) => [paper.id, paper]));
  let announced = options.announced ?? [];
  let refusal: Shelf["refusal"] = null;
  const source = new FaultySource((url) =>
    answerArxiv(url, { papers, announced, options, now: clock.now(), refusal }),
  );
  const running = await listen((request, response) => void source.handle(request, response), options.port);
  return {
    url: running.url,
    port: running.port,
    requests: source.requests,
    maxConcurrent: () => source.maxConcurrent,
    minSpacingMs: () => source.minSpacingMs(),
    setPapers: (list) => {
      for (const paper of list) papers.set(paper.id, paper);
    },
    setAnnounced: (list) => {
      announced = list;
    },
    failNext: (times, fault) => source.failNext(times, fault),
    setRefusing: (isRefusing, retryAfterSeconds) => {
      refusal = isRefusing ? { retryAfterSeconds } : null;
    },
    close: () => {
      source.stopping.abort();
      return running.close();
    },
  };
}

/**
 * Papers from every JSON file of a folder: lists of papers in the fake's own form or raw daily files of
 * Hugging Face, whose items get the categories, comment and DOI that would be invented for their id.
 */
export function readArxivPapers(dir: string): ArxivPaper[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const items: unknown = JSON.parse(readFileSync(join(dir, name), "utf8"));
      return Array.isArray(items) ? items.flatMap((item) => asPaper(item) ?? []) : [];
    });
}

type DailyItem = {
  paper?: { id: string; title: string; summary: string; authors: { name: string }[]; publishedAt: string };
};

function asPaper(item: ArxivPaper & DailyItem): ArxivPaper | null {
  if (!item.paper) return item;
  const { id, title, summary, authors, publishedAt } = item.paper;
  const invented = inventPaper(id);
  return (
    invented && {
      ...invented,
      title,
      abstract: summary,
      authors: authors.map(({ name }) => name),
      publishedAt,
    }
  );
}

function answerArxiv(url: URL, shelf: Shelf): SourceAnswer {
  if (url.pathname === "/api/query") {
    return shelf.refusal ? refuseQuery(shelf.refusal) : answerQuery(url.searchParams, shelf);
  }
  if (url.pathname === "/oai") {
    const { papers, options, now } = shelf;
    const asked = {
      parameters: url.searchParams,
      papers: [...papers.values()],
      pageSize: options.oaiPageSize,
    };
    return xml(200, oaiAnswer({ ...asked, now }), "text/xml");
  }
  const [, format, categories] = /^\/(rss|atom)\/([\w.+-]+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  if (!categories) return { status: 404, body: "Not Found", headers: { "content-type": "text/plain" } };
  const list = announcedIn(categories.split("+"), shelf);
  if (format === "rss") return xml(200, rssFeed(categories, list, shelf.now), "application/rss+xml");
  return xml(200, announcementFeed(categories, list, shelf.now));
}

function refuseQuery({ retryAfterSeconds }: { retryAfterSeconds: number | undefined }): SourceAnswer {
  const headers: Record<string, string> = { "content-type": "text/plain" };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  return { status: 429, body: "Rate exceeded.", headers };
}

const wellFormedId = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})(v\d+)?$/;

function answerQuery(parameters: URLSearchParams, shelf: Shelf): SourceAnswer {
  const idList = parameters.get("id_list") ?? "";
  const start = Number(parameters.get("start") || 0);
  const maxResults = Number(parameters.get("max_results") || 10);
  const refuse = (message: string) =>
    xml(400, errorFeed(message.replaceAll(" ", "_").replaceAll("/", "_"), message, shelf.now));
  if (!Number.isInteger(start)) return refuse("start must be an integer");
  if (start < 0) return refuse("start must be non-negative");
  if (!Number.isInteger(maxResults)) return refuse("max_results must be an integer");
  if (maxResults < 0) return refuse("max_results must be non-negative");
  if (maxResults > 30_000) return refuse("max_results must not exceed 30000");
  const ids = idList.split(",").map((id) => id.trim());
  const asked = ids.filter((id) => id !== "");
  const malformed = asked.find((id) => !wellFormedId.test(id));
  if (malformed !== undefined) return refuse(`incorrect id format for ${malformed}`);
  const found = asked.flatMap((id) => findPaper(id, shelf) ?? []);
  const searchQuery = parameters.get("search_query") ?? "";
  const query = { idList, searchQuery, start, maxResults, total: found.length, now: shelf.now };
  return xml(200, queryFeed(found.slice(start, start + maxResults), query));
}

function findPaper(asked: string, { papers, options }: Shelf): ArxivPaper | null {
  const [, id = asked, version] = /^(.*?)(?:v(\d+))?$/.exec(asked) ?? [];
  if (options.unknownIds?.includes(id)) return null;
  const paper = papers.get(id) ?? (options.any ? inventPaper(id) : null);
  if (!paper || version === undefined) return paper;
  return Number(version) <= (paper.version ?? 1) || options.any
    ? { ...paper, version: Number(version) }
    : null;
}

function announcedIn(categories: string[], shelf: Shelf): Announcement[] {
  if ([0, 6].includes(shelf.now.getUTCDay())) return [];
  const isInvented = shelf.announced.length === 0 && shelf.options.any === true;
  const list = isInvented
    ? categories.flatMap((category) => inventAnnounced(category, shelf.now))
    : shelf.announced;
  const shown = list
    .filter(({ paper }) => paper.categories.some((category) => isWithin(category, categories)))
    .map(({ type, paper }) => ({ type: typeFor(type, isWithin(paper.primaryCategory, categories)), paper }));
  return [...new Map(shown.map((announcement) => [announcement.paper.id, announcement])).values()];
}

/** `cs` names the whole archive, `cs.CL` one of its categories. */
const isWithin = (category: string, asked: string[]) =>
  asked.some((name) => category === name || category.startsWith(`${name}.`));

function typeFor(type: AnnouncedPaper["type"], isPrimary: boolean): AnnounceType {
  if (type === "absonly") return type;
  if (type === "new") return isPrimary ? "new" : "cross";
  return isPrimary ? "replace" : "replace-cross";
}

/** A dozen papers that depend on the category and the day alone: two of them replaced, a quarter cross-listed. */
function inventAnnounced(category: string, now: Date): AnnouncedPaper[] {
  const month = now.toISOString().slice(2, 7).replace("-", "");
  const first = now.getUTCDate() * 500 + (seedOf(category) % 400);
  return Array.from({ length: 12 }, (_, index): AnnouncedPaper | null => {
    const paper = inventPaper(`${month}.${String(first + index * 3).padStart(5, "0")}`);
    if (!paper) return null;
    const primaryCategory = index % 4 === 3 ? paper.primaryCategory : category;
    const categories = [...new Set([primaryCategory, ...paper.categories, category])];
    return { type: index % 6 === 5 ? "replace" : "new", paper: { ...paper, primaryCategory, categories } };
  }).filter((item) => item !== null);
}

function xml(status: number, body: string, type = "application/atom+xml"): SourceAnswer {
  return { status, body, headers: { "content-type": `${type}; charset=utf-8` } };
}
