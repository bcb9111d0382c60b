import { createHash, timingSafeEqual } from "node:crypto";
import { Hono, type MiddlewareHandler, type Context as RequestContext } from "hono";
import type { Context } from "../../context.ts";
import { checkReadiness } from "../../ops/health.ts";
import { collectLedgerMetrics } from "../../ops/ledger-metrics.ts";
import { routeOf } from "../http/route-of.ts";

/** Scrapers that ask more often share an answer, so that they cannot burden the database. */
const scrapeKeptMs = 2_000;

/** `/healthz` (the process lives), `/readyz` (it can serve) and `/metrics` (for Prometheus). */
export function watchRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));

  app.get("/readyz", async (c) => {
    const { isReady, checks } = await checkReadiness(ctx);
    if (!isReady) ctx.log.warn({ checks: checks.filter(({ isOk }) => !isOk) }, "not ready");
    return c.json({ status: isReady ? "ok" : "unavailable", checks }, isReady ? 200 : 503);
  });

  ctx.metrics.watchProcess();
  let kept: { until: number; text: Promise<string> } | null = null;
  app.get("/metrics", async (c) => {
    if (!mayScrape(c, ctx.config.watch.metricsToken)) return c.text("Not found\n", 404);
    if (kept === null || kept.until < performance.now()) {
      kept = { until: performance.now() + scrapeKeptMs, text: collectLedgerMetrics(ctx) };
    }
    const text = `${await kept.text}\n${await ctx.metrics.registry.metrics()}`;
    return c.text(text, 200, { "content-type": ctx.metrics.registry.contentType });
  });
  return app;
}

/** Times every request by the pattern of its route; paths hold tokens. */
export function measureRequests(ctx: Context): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    ctx.metrics.noteRequest({
      method: c.req.method,
      route: routeOf(c),
      status: c.res.status,
      seconds: (performance.now() - startedAt) / 1000,
    });
  };
}

type Incoming = { incoming?: { socket?: { remoteAddress?: string } } };

/** Loopback, the private networks of RFC 1918 and RFC 4193, and link-local addresses. */
const nearby =
  /^(::ffff:)?(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd][0-9a-f]{2}:|^fe80:/i;

/** With a token set, who shows it; else a scraper on this machine or in a private network, not through a proxy. */
function mayScrape(c: RequestContext, token: string | null): boolean {
  if (token !== null) return isSame(c.req.header("authorization") ?? "", `Bearer ${token}`);
  const env: Incoming = c.env ?? {};
  const peer = env.incoming?.socket?.remoteAddress ?? "";
  return c.req.header("x-forwarded-for") === undefined && nearby.test(peer);
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
