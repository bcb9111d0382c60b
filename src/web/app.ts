import { Hono } from "hono";
import { compress } from "hono/compress";
import type { Context } from "../context.ts";
import { answerError, answerNotFound } from "./http/answer-error.tsx";
import { knowPublicUrl } from "./http/public-address.tsx";
import { ownFormsOnly, securityHeaders, shareFeeds } from "./http/security.ts";
import { shortAddressesOnly } from "./http/short-address.ts";
import { knowPictures } from "./http/shown-pictures.tsx";
import { traceRequests } from "./http/trace-requests.ts";
import { createOpsApp } from "./ops/app.ts";
import { measureRequests, watchRoutes } from "./ops/watch-routes.ts";
import { webhookRoutes } from "./ops/webhook-routes.ts";
import { readersErrorLook } from "./site/error-look.ts";
import { assetRoutes } from "./site/routes/assets.ts";
import { citationRoutes } from "./site/routes/citations.ts";
import { editionRoutes } from "./site/routes/editions.tsx";
import { feedRoutes } from "./site/routes/feeds.ts";
import { formerOutboxRoutes } from "./site/routes/former-outbox.ts";
import { leavingRoutes } from "./site/routes/leaving.tsx";
import { markRoutes } from "./site/routes/marks.tsx";
import { matchesRoutes } from "./site/routes/matches.tsx";
import { nameRoutes } from "./site/routes/names.tsx";
import { ownDataRoutes } from "./site/routes/own-data.tsx";
import { paperRoutes } from "./site/routes/papers.tsx";
import { personalFeedRoutes } from "./site/routes/personal-feed.ts";
import { pictureRoutes } from "./site/routes/pictures.ts";
import { preferencesRoutes } from "./site/routes/preferences.tsx";
import { readingListRoutes } from "./site/routes/reading-list.tsx";
import { searchRoutes } from "./site/routes/search.tsx";
import { subscribingRoutes } from "./site/routes/subscribing.tsx";
import { suggestRoutes } from "./site/routes/suggest.ts";
import { tasteRoutes } from "./site/routes/taste.tsx";
import { trendingRoutes } from "./site/routes/trending.tsx";
import { viewRoutes } from "./site/routes/view.tsx";

/** The whole site over one context; it holds no connection of its own. */
export function createApp(ctx: Context): Hono {
  const app = new Hono();
  if (ctx.config.traces !== null) app.use(traceRequests(ctx));
  app.use(measureRequests(ctx));
  app.use(securityHeaders(ctx.config));
  app.use(shareFeeds());
  app.use(compress());
  app.use(shortAddressesOnly());
  app.use(knowPublicUrl(ctx.config));
  app.use(knowPictures(ctx.config));
  app.use(ownFormsOnly(ctx.config, (path) => path === "/unsubscribe" || path.startsWith("/webhooks/")));

  app.route("/", assetRoutes());
  app.route("/", watchRoutes(ctx));
  app.route("/", subscribingRoutes(ctx));
  app.route("/", leavingRoutes(ctx));
  app.route("/", ownDataRoutes(ctx));
  app.route("/", preferencesRoutes(ctx));
  app.route("/", tasteRoutes(ctx));
  app.route("/", markRoutes(ctx));
  app.route("/", readingListRoutes(ctx));
  app.route("/", viewRoutes(ctx));
  app.route("/", matchesRoutes(ctx));
  app.route("/", formerOutboxRoutes(ctx));
  // Before the pages whose paths hold theirs.
  app.route("/", citationRoutes(ctx));
  app.route("/", editionRoutes(ctx));
  app.route("/", paperRoutes(ctx));
  app.route("/", pictureRoutes(ctx));
  app.route("/", searchRoutes(ctx));
  app.route("/", suggestRoutes(ctx));
  app.route("/", nameRoutes(ctx));
  app.route("/", trendingRoutes(ctx));
  app.route("/", feedRoutes(ctx));
  app.route("/", personalFeedRoutes(ctx));
  app.route("/", webhookRoutes(ctx));
  app.route("/ops", createOpsApp(ctx));

  app.notFound((c) => answerNotFound(c, ctx.log, readersErrorLook));
  app.onError((error, c) => answerError(c, error, ctx.log, readersErrorLook));
  return app;
}
