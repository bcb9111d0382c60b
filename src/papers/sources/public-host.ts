import { parse } from "tldts";
import { isLoopbackHost } from "../../config/networks.ts";

/** Endings of the public suffix list that lead to no public server (RFC 7686, RFC 3172). */
const unreachable = /\.(onion|arpa)$/;

/**
 * Whether a URL's host is one of the public internet: a name under an ending of the public suffix list. No IP
 * address in any spelling, no name without a dot, and none of a local network (`.local`, `.internal`, `.lan`).
 */
export function isPublicHost(url: URL): boolean {
  const name = nameOf(url);
  const { domain, isIcann, isIp } = parse(name);
  return domain !== null && isIcann === true && isIp === false && !unreachable.test(name);
}

/**
 * Whether a source that was asked at `base` may send on to `target`: over https within its own registered
 * domain, where neighbours of one hosting service are strangers, or within this machine when `base` lies on it.
 */
export function maySendOn(base: URL, target: URL): boolean {
  if (!/^https?:$/.test(target.protocol) || target.username !== "" || target.password !== "") return false;
  if (isLoopbackHost(nameOf(base))) return isLoopbackHost(nameOf(target));
  if (target.protocol !== "https:") return false;
  if (target.hostname === base.hostname) return true;
  const [own, other] = [base, target].map((url) => parse(nameOf(url), { allowPrivateDomains: true }).domain);
  return own !== null && own === other && isPublicHost(target);
}

/** The URL parser has written every spelling of an IP address in its usual form; a last dot changes nothing. */
function nameOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, "");
}
