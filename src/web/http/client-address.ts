import type { Context as RequestContext } from "hono";
import { peerAddress } from "./direct-request.ts";

/**
 * The client that a limit counts: the peer, or what the last trusted proxy wrote into `X-Forwarded-For`.
 * An IPv6 client is its /64 network, since one household has that many addresses.
 */
export function clientAddress(c: RequestContext, trustedProxies: number): string {
  const peer = peerAddress(c) || "unknown";
  return networkOf(trustedProxies === 0 ? peer : forwardedFor(c, trustedProxies, peer));
}

/** Each proxy appends whom it talked to: entries further left than the trusted ones may be invented. */
function forwardedFor(c: RequestContext, trustedProxies: number, peer: string): string {
  const hops = (c.req.header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.filter((hop) => hop !== "").at(-trustedProxies) ?? peer;
}

function networkOf(address: string): string {
  // Some proxies write the port too, which differs from one connection to the next.
  const withPort = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(address);
  if (withPort) return networkOf(withPort[1] ?? withPort[2] ?? "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("%", 1).join("").split("::");
  const left = head.split(":").filter((group) => group !== "");
  const right = tail.split(":").filter((group) => group !== "");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
