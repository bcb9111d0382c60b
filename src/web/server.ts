import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { ownHost } from "../config/own-address.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { createApp } from "./app.ts";
import { createPathReader } from "./http/base-path.ts";
import { watchRoutes } from "./ops/watch-routes.ts";

/** The port is taken or may not be used. */
class PortNotFreeError extends AppError {
  readonly code = "port_not_free";

  constructor(port: number, reason: string, variable: string, options?: ErrorOptions) {
    super(`Port ${port} cannot be used (${reason}): free it or set ${variable} to another.`, options);
  }
}

export type WebServer = {
  /** Where it listens on this machine, without a trailing slash. */
  url: string;
  port: number;
  /** Takes no more requests, lets those under way finish for some seconds, and ends. Safe to repeat. */
  close(): Promise<void>;
};

/** How long a request under way may still take when the server closes. */
const graceMs = 5_000;

/**
 * Serves the site.
 *
 * @param options.port 0 takes any free port.
 * @param options.host the address to listen on; `HOST`, or every one, unless said.
 * @throws {PortNotFreeError} when it cannot listen there.
 */
export function startWebServer(ctx: Context, options: { port: number; host?: string }): Promise<WebServer> {
  return listen(createApp(ctx), { host: ctx.config.site.host, ...options, variable: "PORT" });
}

/**
 * Serves only what watches a process, for one that is not the site; on `HOST`, or every address.
 *
 * @throws {PortNotFreeError} when it cannot listen there.
 */
export function startWatchServer(ctx: Context, port: number): Promise<WebServer> {
  const app: Hono = new Hono({ getPath: createPathReader(ctx.config.site.publicUrl, () => app.routes) });
  app.route("/", watchRoutes(ctx));
  return listen(app, { port, host: ctx.config.site.host, variable: "METRICS_PORT" });
}

function listen(
  app: Hono,
  options: { port: number; host: string | null; variable: string },
): Promise<WebServer> {
  const { port, host, variable } = options;
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, port, ...(host ? { hostname: host } : {}) },
      (address: AddressInfo) => {
        resolve({ url: `http://${ownHost(host)}:${address.port}`, port: address.port, close });
      },
    );
    server.on("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE" ? "another program listens there" : (error.code ?? error.message);
      reject(new PortNotFreeError(port, reason, variable, { cause: error }));
    });
    let closing: Promise<void> | null = null;
    const close = () => {
      closing ??= new Promise<void>((closed) => {
        server.close(() => closed());
        if ("closeIdleConnections" in server) server.closeIdleConnections();
        setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), graceMs).unref();
      });
      return closing;
    };
  });
}
