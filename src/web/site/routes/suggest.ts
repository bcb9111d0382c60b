import { Hono, type Context as RequestContext } from "hono";
import { LRUCache } from "lru-cache";
import type { Words } from "../../../../words/words.ts";
import type { Context } from "../../../context.ts";
import { type Suggestions, suggestPapers } from "../../../papers/search/suggest.ts";
import { clientAddress } from "../../http/client-address.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { sendText } from "../../http/send-page.ts";
import { TooManyTriesError } from "../../http/too-many-tries-error.ts";
import { paperPath } from "../../parts/paths.ts";

const maxAgeSeconds = 60;
const keptMs = 30_000;
const longestAsked = 200;
/** Of those that are looked for at once, so that typing readers leave the database to others. */
const mostAtOnce = 4;
/** Of one client in each window: a laboratory that shares an address types no faster. */
const mostTries = 200;
const windowMs = 10_000;

/** What may be meant by what was typed so far, as JSON for the script of the search field. */
export function suggestRoutes(ctx: Context): Hono {
  const app = new Hono();
  const kept = new LRUCache<string, Suggestions>({ max: 500, ttl: keptMs });
  const tries = new LRUCache<string, { since: number; count: number }>({ max: 10_000 });
  let underWay = 0;

  app.get("/suggest", async (c) => {
    takeTurn(c);
    const text = (c.req.query("q") ?? "").slice(0, longestAsked).trim();
    const known = kept.get(text);
    if (known !== undefined) return send(c, known);
    if ([...text].length < 2) return send(c, { queries: [], papers: [] });
    if (underWay >= mostAtOnce) return c.json(bodyOf(wordsOf(c), { queries: [], papers: [] }), 503);
    underWay += 1;
    try {
      const found = await suggestPapers(ctx.db, text);
      kept.set(text, found);
      return send(c, found);
    } finally {
      underWay -= 1;
    }
  });

  /** In memory: a row for each letter that is typed would cost more than the letter. */
  function takeTurn(c: RequestContext): void {
    const now = ctx.clock.now().getTime();
    const client = clientAddress(c, ctx.config.site.trustedProxies);
    const former = tries.get(client);
    const own = former && now - former.since < windowMs ? former : { since: now, count: 0 };
    own.count += 1;
    tries.set(client, own);
    if (own.count > mostTries) throw new TooManyTriesError(own.since + windowMs - now);
  }

  return app;
}

function send(c: RequestContext, found: Suggestions): Response {
  const body = JSON.stringify(bodyOf(wordsOf(c), found));
  return sendText(c, body, "application/json; charset=utf-8", { maxAgeSeconds });
}

function bodyOf({ say, list }: Words, { queries, papers }: Suggestions) {
  const options = [
    ...queries.map((query) => ({ label: query, path: `/search?${new URLSearchParams({ q: query })}` })),
    ...papers.map(({ id, title, authors }) => ({
      label: title,
      note: list(authors.slice(0, 2)),
      path: paperPath(id),
    })),
  ];
  return { options, said: say("site.find.suggestions", { count: options.length }) };
}
