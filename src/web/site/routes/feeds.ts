import { Hono, type Context as RequestContext } from "hono";
import { LRUCache } from "lru-cache";
import type { Words } from "../../../../words/words.ts";
import { type Cadence, isCadence } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { listEditionMarks, type ReleasedRow } from "../../../editions/store.ts";
import type { PaperMark } from "../../../papers/marks-store.ts";
import { boundQuery } from "../../../papers/search/search-papers.ts";
import { findTopic } from "../../../papers/topics.ts";
import { settingsOf } from "../../http/known-settings.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { type PreparedText, prepareText } from "../../http/prepared-text.ts";
import { sendPrepared, sendText } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { editionFeed, editionsOfFeed, searchFeed } from "../feeds/build-feed.ts";
import { feedOfEditions, listEditionsOfFeed } from "../feeds/editions-feed.ts";
import { type Feed, type FeedFormat, feedFormats } from "../feeds/feed.ts";
import { latestOf } from "../feeds/feed-frame.ts";

const maxAgeSeconds = 300;

/** A feed that says nothing but what editions say, and what became of their papers. */
type EditionsShown = {
  self: string;
  list(): Promise<ReleasedRow[]>;
  make(words: Words, rows: ReleasedRow[], marks: ReadonlyMap<string, PaperMark>): Promise<Feed>;
};

/**
 * Atom and JSON feeds: of papers at `/feed.xml` and `/feed.json` (`?cadence=weekly`, or `?q=words` for a search), of
 * editions at `/feeds/editions.atom` and `.json` (all cadences, or `?cadence=weekly`).
 */
export function feedRoutes(ctx: Context): Hono {
  const app = new Hono();
  /** By the editions that they show, in which revision and since when, what became of their papers, and the settings. */
  const written = new LRUCache<string, PreparedText>({ max: 24 });

  for (const format of feedFormats) {
    app.get(`/${format.file}`, (c) => {
      const { query } = boundQuery(c.req.query("q") ?? "");
      return query === "" ? sendCadence(c, format) : sendSearch(c, format, query);
    });
  }

  for (const format of feedFormats) {
    app.get(`/feeds/editions.${format.ending}`, (c) => sendEditions(c, format));
  }

  async function sendSearch(c: RequestContext, { file, type, write }: FeedFormat, query: string) {
    const category = findTopic(c.req.query("category") ?? "")?.id ?? null;
    const self = new URLSearchParams({ q: query, ...(category ? { category } : {}) });
    const feed = await searchFeed(ctx, wordsOf(c), { query, category }, `/${file}?${self}`);
    return sendText(c, write(feed), type, { maxAgeSeconds, lastModified: feed.updatedAt });
  }

  function sendCadence(c: RequestContext, format: FeedFormat) {
    const cadence = readCadence(c.req.query("cadence") ?? "daily");
    const self = cadence === "daily" ? `/${format.file}` : `/${format.file}?cadence=${cadence}`;
    return sendKept(c, format, {
      self,
      list: () => editionsOfFeed(ctx, cadence),
      make: (words, rows, marks) => editionFeed(ctx, words, { cadence, rows, marks }, self),
    });
  }

  function sendEditions(c: RequestContext, format: FeedFormat) {
    const asked = c.req.query("cadence");
    const cadence = asked === undefined ? null : readCadence(asked);
    const self = `/feeds/editions.${format.ending}${cadence === null ? "" : `?cadence=${cadence}`}`;
    return sendKept(c, format, {
      self,
      list: () => listEditionsOfFeed(ctx, cadence),
      make: (words, rows, marks) => feedOfEditions(ctx, words, { cadence, rows, marks }, self),
    });
  }

  async function sendKept(
    c: RequestContext,
    { type, write }: FeedFormat,
    { self, list, make }: EditionsShown,
  ): Promise<Response> {
    const rows = await list();
    const words = wordsOf(c);
    const ids = rows.map(({ id }) => id);
    const marks = await listEditionMarks(ctx.db, ids);
    // An edition whose cancel was taken back is let go a second time, and dated anew.
    const shown = rows.map(({ id, revision, releasedAt }) => [id, revision, releasedAt]);
    const key = JSON.stringify([words.language, settingsOf(c).version, self, shown, [...marks]]);
    let text = written.get(key);
    if (text === undefined) {
      text = prepareText(write(await make(words, rows, marks)));
      written.set(key, text);
    }
    const changes = [
      ...rows.flatMap(({ releasedAt, revisedAt }) => [releasedAt, revisedAt ?? releasedAt]),
      ...[...marks.values()].map(({ since }) => since),
      ...[settingsOf(c).changedAt].filter((at) => at !== null),
    ];
    return sendPrepared(c, text, type, {
      maxAgeSeconds,
      ...(changes.length > 0 ? { lastModified: latestOf(changes) } : {}),
    });
  }

  return app;
}

function readCadence(text: string): Cadence {
  if (isCadence(text)) return text;
  throw new NoSuchPageError((say) => say("site.refusal.no-feed"));
}
