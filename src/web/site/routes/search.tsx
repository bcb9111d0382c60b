import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { boundQuery, mostResults, searchPapers } from "../../../papers/search/search-papers.ts";
import { categoriesOf, findTopic } from "../../../papers/topics.ts";
import { sendPage } from "../../http/send-page.ts";
import { SearchPage, type SearchQuery, type SearchTime, searchTimes } from "../pages/search-page.tsx";

const pageSize = 20;
const dayMs = 24 * 60 * 60_000;
const windowDays: Record<SearchTime, number | null> = { all: null, week: 7, month: 31, year: 366 };

/** Full-text search over all papers. */
export function searchRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/search", async (c) => {
    const query = readQuery(c);
    const days = windowDays[query.time];
    const result = await searchPapers(ctx.db, {
      query: query.q,
      categories: query.category === "" ? null : categoriesOf(query.category),
      since: days === null ? null : new Date(ctx.clock.now().getTime() - days * dayMs),
      limit: pageSize,
      offset: (query.page - 1) * pageSize,
    });
    const pages = Math.max(1, Math.ceil((result.exact + result.close) / pageSize));
    return sendPage(
      c,
      <SearchPage {...query} {...result} pages={result.insteadOf === null ? pages : 1} pageSize={pageSize} />,
      {
        maxAgeSeconds: 60,
      },
    );
  });
  return app;
}

/** What cannot be meant is left out rather than refused: the address of a search is shared and edited by hand. */
function readQuery(c: RequestContext): SearchQuery {
  const { query, isCut } = boundQuery(c.req.query("q") ?? "");
  const time = c.req.query("time") ?? "";
  const page = Number.parseInt(c.req.query("page") ?? "1", 10) || 1;
  return {
    q: query,
    isCut,
    category: findTopic(c.req.query("category") ?? "")?.id ?? "",
    time: isSearchTime(time) ? time : "all",
    page: Math.min(Math.max(1, page), mostResults / pageSize),
  };
}

function isSearchTime(text: string): text is SearchTime {
  return searchTimes.some((time) => time === text);
}
