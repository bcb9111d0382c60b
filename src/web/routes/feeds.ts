import { Hono, type Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { findTopic } from "../../subscribers/topics.ts";
import { editionFeed, searchFeed } from "../feeds/build-feed.ts";
import { type Feed, toAtom, toJsonFeed } from "../feeds/feed.ts";
import { sendText } from "../http/send-page.ts";

/** Atom and JSON feeds: `?cadence=weekly`, or `?q=words` for a search. */
export function feedRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/feed.xml", async (c) =>
    send(c, await feedFor(c, "/feed.xml"), "application/atom+xml; charset=utf-8", toAtom),
  );
  app.get("/feed.json", async (c) =>
    send(c, await feedFor(c, "/feed.json"), "application/feed+json; charset=utf-8", toJsonFeed),
  );

  async function feedFor(c: RequestContext, path: string): Promise<Feed> {
    const query = (c.req.query("q") ?? "")
      .replaceAll(/\p{Cc}/gu, " ")
      .slice(0, 200)
      .trim();
    if (query !== "") {
      const category = findTopic(c.req.query("category") ?? "")?.id ?? null;
      const self = new URLSearchParams({ q: query, ...(category ? { category } : {}) });
      return searchFeed(ctx, { query, category }, `${path}?${self}`);
    }
    const cadence = c.req.query("cadence") ?? "daily";
    if (cadence !== "daily" && cadence !== "weekly" && cadence !== "monthly") {
      throw new NotFoundError("There are daily, weekly and monthly feeds.");
    }
    return editionFeed(ctx, cadence, cadence === "daily" ? path : `${path}?cadence=${cadence}`);
  }

  return app;
}

function send(c: RequestContext, feed: Feed, type: string, write: (feed: Feed) => string): Response {
  return sendText(c, write(feed), type, { maxAgeSeconds: 300, lastModified: feed.updatedAt });
}
