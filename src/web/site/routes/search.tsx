import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../../context.ts";
import { type PaperReference, parsePaperReference } from "../../../papers/parse-paper-reference.ts";
import { findReferredId } from "../../../papers/references-store.ts";
import { searchOrders } from "../../../papers/search/matches-store.ts";
import {
  boundQuery,
  type PaperSearch,
  type SearchResult,
  searchPapers,
} from "../../../papers/search/search-papers.ts";
import { categoriesOf, findTopic } from "../../../papers/topics.ts";
import { sendPage } from "../../http/send-page.ts";
import { paperPath } from "../../parts/paths.ts";
import { SearchPage, type SearchQuery, type SearchTime, searchTimes } from "../pages/search-page.tsx";

const pageSize = 20;
const maxAgeSeconds = 60;
const dayMs = 24 * 60 * 60_000;
const windowDays: Record<SearchTime, number | null> = { all: null, week: 7, month: 31, year: 366 };
const nothing: SearchResult = {
  papers: [],
  exact: 0,
  close: 0,
  insteadOf: null,
  unknownCategories: [],
  nearest: null,
};

/** Full-text search over all papers; what names one paper leads to it. */
export function searchRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/search", async (c) => {
    const query = readSearchQuery(c);
    const reference = parsePaperReference(c.req.query("q") ?? "");
    if (reference !== null) return leadTo(c, query, reference);
    const result = await searchPapers(ctx.db, {
      ...searchOf(query, ctx.clock.now()),
      limit: pageSize,
      offset: (query.page - 1) * pageSize,
    });
    return sendSearch(c, query, { result, elsewhere: null });
  });

  /** To the paper, or to where it is. */
  async function leadTo(c: RequestContext, query: SearchQuery, reference: PaperReference) {
    const id = await findReferredId(ctx.db, reference);
    if (id !== null) return c.redirect(paperPath(id), 302);
    return sendSearch(c, query, { result: nothing, elsewhere: reference });
  }

  return app;
}

function sendSearch(
  c: RequestContext,
  query: SearchQuery,
  { result, elsewhere }: { result: SearchResult; elsewhere: PaperReference | null },
): Response {
  const pages = Math.max(1, Math.ceil((result.exact + result.close) / pageSize));
  return sendPage(
    c,
    <SearchPage {...query} {...result} pages={pages} pageSize={pageSize} elsewhere={elsewhere} />,
    { maxAgeSeconds },
  );
}

/** What a query of the search page asks of `searchPapers`, and of whatever else shows the papers of a search. */
export function searchOf(
  { q, category, time, order }: SearchQuery,
  now: Date,
): Omit<PaperSearch, "limit" | "offset"> {
  const days = windowDays[time];
  return {
    query: q,
    categories: category === "" ? null : categoriesOf(category),
    since: days === null ? null : new Date(now.getTime() - days * dayMs),
    order,
  };
}

const longestUnknown = 40;

/** What cannot be meant is told and left out rather than refused: the address of a search is shared and edited by hand. */
export function readSearchQuery(c: RequestContext): SearchQuery {
  const { query, isCut } = boundQuery(c.req.query("q") ?? "");
  const [category = "", time = "", order = ""] = ["category", "time", "sort"].map(
    (name) => c.req.query(name)?.trim().slice(0, longestUnknown) ?? "",
  );
  const topic = findTopic(category);
  const knownTime = searchTimes.find((one) => one === time);
  const knownOrder = searchOrders.find((one) => one === order);
  return {
    q: query,
    isCut,
    category: topic?.id ?? "",
    time: knownTime ?? "all",
    order: knownOrder ?? "relevance",
    page: readPage(c.req.query("page")),
    unknown: {
      category: topic === null ? category : "",
      time: knownTime === undefined ? time : "",
      order: knownOrder === undefined ? order : "",
    },
  };
}

function readPage(text = "1"): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
