import type { Context as RequestContext } from "hono";
import { isThroughProxy, namesThisMachine, peerAddress } from "./direct-request.ts";

/** From this machine, not passed on by a proxy, and asked for by a local name (DNS rebinding has another). */
export function isOnThisMachine(c: RequestContext): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1)$/.test(peerAddress(c)) && namesThisMachine(c, []) && !isThroughProxy(c);
}
