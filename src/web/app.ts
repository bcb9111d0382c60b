import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import type { Context } from "../context.ts";
import { answerError, answerNotFound } from "./http/answer-error.tsx";
import { ownFormsOnly, securityHeaders } from "./http/security.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { createOpsApp } from "./ops/app.ts";
import { importPath } from "./ops/routes/import.tsx";
import { measureRequests, watchRoutes } from "./ops/watch-routes.ts";
import { webhookRoutes } from "./ops/webhook-routes.ts";
import { assetRoutes } from "./routes/assets.ts";
import { editionRoutes } from "./routes/editions.tsx";
import { feedRoutes } from "./routes/feeds.ts";
import { leavingRoutes } from "./routes/leaving.tsx";
import { outboxRoutes } from "./routes/outbox.tsx";
import { ownDataRoutes } from "./routes/own-data.tsx";
import { paperRoutes } from "./routes/papers.tsx";
import { preferencesRoutes } from "./routes/preferences.tsx";
import { searchRoutes } from "./routes/search.tsx";
import { subscribingRoutes } from "./routes/subscribing.tsx";
import { viewRoutes } from "./routes/view.tsx";

/** A form of this site is small; webhooks and the import of subscribers set their own limit. */
const longestFormBytes = 256 * 1024;

/** The whole site over one context; it holds no connection of its own. */
export function createApp(ctx: Context): Hono {
  const app = new Hono();
  if (ctx.config.traces !== null) app.use(traceRequests(ctx));
  app.use(measureRequests(ctx));
  app.use(securityHeaders(ctx.config));
  app.use(compress());
  app.use(ownFormsOnly(ctx.config, (path) => path === "/unsubscribe" || path.startsWith("/webhooks/")));
  const limitForm = bodyLimit({
    maxSize: longestFormBytes,
    onError: (c) => c.text("That is more than a form of this site holds.", 413),
  });
  app.use((c, next) => (hasOwnLimit(c.req.path) ? next() : limitForm(c, next)));

  app.route("/", assetRoutes());
  app.route("/", watchRoutes(ctx));
  app.route("/", subscribingRoutes(ctx));
  app.route("/", leavingRoutes(ctx));
  app.route("/", ownDataRoutes(ctx));
  app.route("/", preferencesRoutes(ctx));
  app.route("/", viewRoutes(ctx));
  app.route("/", outboxRoutes(ctx));
  app.route("/", editionRoutes(ctx));
  app.route("/", paperRoutes(ctx));
  app.route("/", searchRoutes(ctx));
  app.route("/", feedRoutes(ctx));
  app.route("/", webhookRoutes(ctx));
  app.route("/ops", createOpsApp(ctx));

  app.notFound((c) => answerNotFound(c));
  app.onError((error, c) => answerError(c, error, ctx.log));
  return app;
}

function hasOwnLimit(path: string): boolean {
  return path.startsWith("/webhooks/") || path === importPath;
}
