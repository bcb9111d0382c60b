import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context as RequestContext } from "hono";
import { isLoopbackHost, parseIpAddress } from "../../config/networks.ts";

/** The headers by which proxies, load balancers and content networks say for whom they ask. */
const proxyHeaders =
  /^(forwarded|via|cdn-loop|client-ip|x-forwarded.*|x-original-.*|x-envoy-.*|x-proxy.*|x-real-ip|x-remote-(ip|addr)|x-amzn-.*|x-azure-.*|x-arr-.*|x-varnish|cf-.*|.*-client-ip|.*-connecting-ip)$/;

/**
 * Whether a proxy passed this request on, as far as it shows: by a header of its own, or by HTTP/1.0, which
 * nginx speaks to what is behind it unless it is told otherwise. A proxy that is silent is not noticed.
 */
export function isThroughProxy(c: RequestContext): boolean {
  if (incomingOf(c)?.httpVersion === "1.0") return true;
  let isNamed = false;
  c.req.raw.headers.forEach((_, name) => {
    isNamed ||= proxyHeaders.test(name);
  });
  return isNamed;
}

/** The address at the other end of the connection, IPv4 in its own form also on an IPv6 socket; "" when unknown. */
export function peerAddress(c: RequestContext): string {
  return incomingOf(c) === null ? "" : plainAddress(getConnInfo(c).remote.address ?? "");
}

/**
 * Whether the request names this machine: by a name of its loopback, or by one of `names` or the address it
 * came in at, with the port it came in at. A page that rebinds its own domain to this address names that
 * domain instead, and a proxy that keeps the name which it was asked for names another port.
 *
 * @param names host names without a port, in lower case.
 */
export function namesThisMachine(c: RequestContext, names: string[]): boolean {
  const host = (c.req.header("host") ?? "").toLowerCase();
  const [, name = "", port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (isLoopbackHost(name)) return true;
  const { localAddress, localPort } = incomingOf(c)?.socket ?? {};
  const own = plainAddress(localAddress ?? "");
  const isOwn = name !== "" && (names.includes(name) || name === (own.includes(":") ? `[${own}]` : own));
  return isOwn && Number(port ?? 80) === localPort;
}

/** Node's own request; null for one that is handed to the app without a connection. */
function incomingOf(c: RequestContext): HttpBindings["incoming"] | null {
  const bindings: Partial<HttpBindings> = c.env ?? {};
  return bindings.incoming ?? null;
}

/** IPv4 in its own form; what is no address stays as it is. */
function plainAddress(text: string): string {
  return parseIpAddress(text)?.toString() ?? text;
}
