import type { Context as RequestContext } from "hono";
import { parseIpAddress } from "../../config/networks.ts";
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

function networkOf(written: string): string {
  // Some proxies write the port too, which differs from one connection to the next.
  const [, inBrackets, beforePort] =
    /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(written) ?? [];
  const text = inBrackets ?? beforePort ?? written;
  const address = parseIpAddress(text);
  if (address === null) return text;
  if (!("parts" in address)) return address.toString();
  return address.parts
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":");
}
