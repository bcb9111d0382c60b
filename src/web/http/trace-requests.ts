import type { MiddlewareHandler } from "hono";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { routeOf } from "./route-of.ts";

/** What asks every few seconds says nothing of readers and would bury them. */
const untracedPaths = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Makes each request a trace of its own, by the pattern of its route; paths and queries hold tokens and stay
 * here. A `traceparent` that comes with it is not believed: it is a stranger's.
 */
export function traceRequests({ traces }: Pick<Context, "traces">): MiddlewareHandler {
  return (c, next) => {
    const { method } = c.req;
    if (untracedPaths.has(c.req.path)) return next();
    return traces.begin(
      method,
      { "http.request.method": method },
      async (span) => {
        await next();
        const route = routeOf(c);
        span.rename(`${method} ${route}`);
        span.note({ "http.route": route, "http.response.status_code": c.res.status });
        if (c.res.status >= 500) span.fail(c.error instanceof AppError ? c.error.code : String(c.res.status));
      },
      { kind: "server" },
    );
  };
}
