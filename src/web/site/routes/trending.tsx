import { Hono, type Context as RequestContext } from "hono";
import { readTrending, type TrendingWindow, trendingWindows } from "../../../browse/trending.ts";
import type { Context } from "../../../context.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { sendPage, sendText } from "../../http/send-page.ts";
import { trendingPath } from "../../parts/paths.ts";
import { paperListFeed } from "../feeds/build-feed.ts";
import { feedFormats } from "../feeds/feed.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { ForReader } from "../pages/signed-reader.tsx";
import { TrendingPage } from "../pages/trending-page.tsx";

/** It changes with every look. */
const maxAgeSeconds = 60;

/** What gains votes now: `?over=day`, `three` or `week`. */
export function trendingRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/trending", privateWhenSigned());

  app.get("/trending", async (c) => {
    const window = readWindow(c);
    const trending = await readTrending(ctx.db, window);
    const page = <TrendingPage trending={trending} window={window} />;
    if (!isSigned(c)) return sendPage(c, page, { maxAgeSeconds });
    const reader = await findSignedReader(ctx, c, trending?.papers.map(({ id }) => id) ?? []);
    return sendPage(c, <ForReader reader={reader}>{page}</ForReader>);
  });

  for (const { file, type, write } of feedFormats) {
    app.get(`/trending/${file}`, async (c) => {
      const window = readWindow(c);
      const trending = await readTrending(ctx.db, window);
      const words = wordsOf(c);
      const path = trendingPath(window);
      const feed = paperListFeed(ctx, words, {
        title: words.say("site.browse.feed", { name: words.say("site.trending.title") }),
        homePath: path,
        selfPath: path.replace("/trending", `/trending/${file}`),
        tagPath: `trending/${window}`,
        papers: trending?.papers ?? [],
      });
      return sendText(c, write(feed), type, { maxAgeSeconds });
    });
  }

  return app;
}

/** What cannot be meant is the shortest: the address of a list is shared and edited by hand. */
function readWindow(c: RequestContext): TrendingWindow {
  return trendingWindows.find((window) => window === c.req.query("over")) ?? "day";
}
