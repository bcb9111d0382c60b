import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { isStatementOver } from "../../db/database-fault.ts";
import { limitStatements } from "../../db/limit-statements.ts";
import { NotFoundError } from "../../errors.ts";
import { answerError } from "../http/answer-error.tsx";
import { privatePage } from "../http/security.ts";
import { createAccess } from "./access.tsx";
import { opsAssets } from "./assets.ts";
import { createKeptReadings } from "./kept-readings.ts";
import { opsErrorLook, strangersErrorLook } from "./pages/ops-error-page.tsx";
import { auditRoutes } from "./routes/audit.tsx";
import { editRoutes } from "./routes/edit.tsx";
import { opsEditionRoutes } from "./routes/editions.tsx";
import { errandRoutes } from "./routes/errands.tsx";
import { importRoutes } from "./routes/import.tsx";
import { liveRoutes } from "./routes/live.ts";
import { loginRoutes } from "./routes/login.tsx";
import { oneSubscriberRoutes } from "./routes/one-subscriber.tsx";
import { outboxRoutes } from "./routes/outbox.tsx";
import { periodRoutes } from "./routes/periods.tsx";
import { previewRoutes } from "./routes/preview.tsx";
import { queueRoutes } from "./routes/queues.tsx";
import { rankingRoutes } from "./routes/ranking.tsx";
import { readingRoutes } from "./routes/readings.tsx";
import { sessionRoutes } from "./routes/sessions.tsx";
import { settingsRoutes } from "./routes/settings.tsx";
import { setupRoutes } from "./routes/setup.tsx";
import { sourceRoutes } from "./routes/sources.tsx";
import { subscriberRoutes } from "./routes/subscribers.tsx";
import { suppressionRoutes } from "./routes/suppressions.tsx";
import { SlowLookError } from "./slow-look-error.ts";

/** How long the database may look for one part of a page. */
const pageStatementMs = 10_000;

/**
 * The operators' pages, to be mounted at `/ops` of a site that refuses foreign forms. All but the style sheet and
 * the script need the password.
 */
export function createOpsApp(ctx: Context): Hono {
  const app = new Hono();
  const access = createAccess(ctx);
  for (const { path, body, type } of Object.values(opsAssets)) {
    app.get(path.replace(/^\/ops/, ""), (c) => {
      c.header("content-type", type);
      c.header("cache-control", "public, max-age=31536000, immutable");
      return c.body(body);
    });
  }
  app.use(privatePage());
  app.route("/", loginRoutes(access));
  app.route("/", setupRoutes(ctx));
  app.use(access.guard);
  // What is done by a form may take long; a page is given up.
  app.use((c, next) => (c.req.method === "GET" ? limitStatements(pageStatementMs, next) : next()));
  app.use((c, next) => {
    // PostgreSQL keeps no such character, so nothing is found under it.
    if (/%00/.test(c.req.url)) throw new NotFoundError("There is nothing at this address.");
    return next();
  });
  app.route("/", liveRoutes(ctx, access));
  app.route("/", editRoutes(ctx, access));
  const readingsOf = createKeptReadings(ctx);
  app.route("/", readingRoutes(ctx, access, readingsOf));
  app.route("/", opsEditionRoutes(ctx, access, readingsOf));
  app.route("/", periodRoutes(ctx, access));
  app.route("/", errandRoutes(ctx, access));
  app.route("/", importRoutes(ctx, access));
  app.route("/", subscriberRoutes(ctx, access));
  app.route("/", oneSubscriberRoutes(ctx, access));
  app.route("/", suppressionRoutes(ctx, access));
  app.route("/", sourceRoutes(ctx, access));
  app.route("/", rankingRoutes(ctx, access));
  app.route("/", queueRoutes(ctx, access));
  app.route("/", previewRoutes(ctx, access));
  app.route("/", outboxRoutes(ctx, access));
  app.route("/", auditRoutes(ctx, access));
  app.route("/", settingsRoutes(ctx, access));
  if (access.hasPassword) app.route("/", sessionRoutes(ctx, access));
  app.all("*", () => {
    throw new NotFoundError("There is nothing at this address.");
  });
  app.onError(async (fault, c) => {
    const error = c.req.method === "GET" && isStatementOver(fault) ? new SlowLookError(fault) : fault;
    if (error !== fault) ctx.log.warn({ path: c.req.path }, "the database took too long for a page");
    if (!(await access.isOpenTo(c).catch(() => false)))
      return answerError(c, error, ctx.log, strangersErrorLook);
    return answerError(c, error, ctx.log, opsErrorLook(access.hasPassword ? access.formToken(c) : null));
  });
  return app;
}
