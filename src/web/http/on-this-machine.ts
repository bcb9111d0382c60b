import type { Context as RequestContext } from "hono";
import { isLoopbackHost } from "../../config/networks.ts";
import { isThroughProxy, namesThisMachine, peerAddress } from "./direct-request.ts";

/** From this machine, not passed on by a proxy, and asked for by a local name (DNS rebinding has another). */
export function isOnThisMachine(c: RequestContext): boolean {
  return isLoopbackHost(peerAddress(c)) && namesThisMachine(c, []) && !isThroughProxy(c);
}
