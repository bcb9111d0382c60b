import { Hono, type Context as RequestContext } from "hono";
import { LRUCache } from "lru-cache";
import { type Cadence, isCadence } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { listEditionMarks } from "../../../editions/store.ts";
import { boundQuery } from "../../../papers/search/search-papers.ts";
import { findTopic } from "../../../papers/topics.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { type PreparedText, prepareText } from "../../http/prepared-text.ts";
import { sendPrepared, sendText } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { editionFeed, editionsOfFeed, latestOf, searchFeed } from "../feeds/build-feed.ts";
import { type FeedFormat, feedFormats } from "../feeds/feed.ts";

const maxAgeSeconds = 300;

/** Atom and JSON feeds: `?cadence=weekly`, or `?q=words` for a search. */
export function feedRoutes(ctx: Context): Hono {
  const app = new Hono();
  /** By the editions that they show, which never change, and what became of their papers. */
  const written = new LRUCache<string, PreparedText>({ max: 12 });

  for (const format of feedFormats) {
    app.get(`/${format.file}`, (c) => {
      const { query } = boundQuery(c.req.query("q") ?? "");
      return query === "" ? sendCadence(c, format) : sendSearch(c, format, query);
    });
  }

  async function sendSearch(c: RequestContext, { file, type, write }: FeedFormat, query: string) {
    const category = findTopic(c.req.query("category") ?? "")?.id ?? null;
    const self = new URLSearchParams({ q: query, ...(category ? { category } : {}) });
    const feed = await searchFeed(ctx, wordsOf(c), { query, category }, `/${file}?${self}`);
    return sendText(c, write(feed), type, { maxAgeSeconds, lastModified: feed.updatedAt });
  }

  async function sendCadence(c: RequestContext, { file, type, write }: FeedFormat) {
    const cadence = readCadence(c.req.query("cadence") ?? "daily");
    const rows = await editionsOfFeed(ctx, cadence);
    const words = wordsOf(c);
    const ids = rows.map(({ id }) => id);
    const marks = await listEditionMarks(ctx.db, ids);
    const key = JSON.stringify([words.language, file, cadence, ids, [...marks]]);
    let text = written.get(key);
    if (text === undefined) {
      const self = cadence === "daily" ? `/${file}` : `/${file}?cadence=${cadence}`;
      text = prepareText(write(await editionFeed(ctx, words, { cadence, rows, marks }, self)));
      written.set(key, text);
    }
    const lastModified = latestOf([rows[0]?.publishedAt, ...[...marks.values()].map(({ since }) => since)]);
    return sendPrepared(c, text, type, { maxAgeSeconds, lastModified });
  }

  return app;
}

function readCadence(text: string): Cadence {
  if (isCadence(text)) return text;
  throw new NoSuchPageError((say) => say("site.refusal.no-feed"));
}
