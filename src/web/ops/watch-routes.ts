import { hostname } from "node:os";
import { Hono, type MiddlewareHandler, type Context as RequestContext } from "hono";
import type { Config } from "../../config/env.ts";
import { isSameSecret } from "../../config/is-same-secret.ts";
import { isAmong, isLoopback, parseIpAddress } from "../../config/networks.ts";
import { version } from "../../config/package.ts";
import type { Context } from "../../context.ts";
import { createReadiness } from "../../watch/health.ts";
import { collectLedgerMetrics } from "../../watch/ledger-metrics.ts";
import { isThroughProxy, namesThisMachine, peerAddress } from "../http/direct-request.ts";
import { routeOf } from "../http/route-of.ts";

/** Scrapers that ask more often share an answer, so that they cannot burden the database. */
const scrapeKeptMs = 2_000;

/** `/healthz` (the process lives, and its version), `/readyz` (it can serve) and `/metrics` (for Prometheus). */
export function watchRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok", version }));

  const readiness = createReadiness(ctx, ({ isReady, checks }) => {
    if (!isReady) ctx.log.warn({ checks: checks.filter(({ isOk }) => !isOk) }, "not ready");
  });
  app.get("/readyz", async (c) => {
    const { isReady, checks } = await readiness();
    return c.json({ status: isReady ? "ok" : "unavailable", checks }, isReady ? 200 : 503);
  });

  ctx.metrics.watchProcess();
  const mayScrape = scrapeRule(ctx.config);
  let kept: { until: number; text: Promise<string> } | null = null;
  app.get("/metrics", async (c) => {
    if (!mayScrape(c)) return c.text("Not found\n", 404);
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

/** Who may read the metrics. */
function scrapeRule(config: Config): (c: RequestContext) => boolean {
  const { metricsToken, metricsPeers } = config.watch;
  if (metricsToken !== null)
    return (c) => isSameSecret(c.req.header("authorization") ?? "", `Bearer ${metricsToken}`);
  const names = [hostname().toLowerCase(), new URL(config.site.publicUrl).hostname];
  return (c) => {
    const peer = parseIpAddress(peerAddress(c));
    if (peer === null || !(isLoopback(peer) || isAmong(metricsPeers, peer))) return false;
    return !isThroughProxy(c) && namesThisMachine(c, names);
  };
}
